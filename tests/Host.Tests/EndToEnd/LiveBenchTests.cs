using System.Text.Json;
using P2PCS.Host.Tests.Bench;
using Xunit.Abstractions;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end, own peers")]
public sealed class LiveBenchTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_small_cluster_meets_and_notices_its_killed_peer()
    {
        JsonElement found = await MeasureAsync(
            "cluster", "--peers", "4", "--profile", "local", "--kill", "1", "--window", "2s");
        Assert.Equal(0, Number(found, "false reports, later"));
        Assert.InRange(Number(found, "noticed by all"), 0.5, 60);
        Assert.InRange(Number(found, "bytes/s per peer"), 1, 1e6);
        Assert.InRange(Number(found, "RSS per peer"), 10, 200);
        Assert.Equal("3 of 3", found.GetProperty("stopped cleanly").GetString());
    }

    [Fact]
    public async Task After_a_storm_all_know_all()
    {
        JsonElement found = await MeasureAsync(
            "storm", "--peers", "4", "--profile", "local", "--contact");
        Assert.InRange(Number(found, "all know all after"), 0.1, 120);
        Assert.Equal(0, Number(found, "false reports"));
    }

    [NetworkFact]
    public async Task Nobody_is_taken_for_gone_when_three_in_ten_datagrams_are_lost()
    {
        JsonElement found = await MeasureAsync(
            "loss", "--peers", "4", "--profile", "local", "--for", "8s");
        Assert.Equal(0, Number(found, "false reports"));
    }

    [NetworkFact]
    public async Task A_flood_of_forged_frames_leaves_the_membership_as_it_was()
    {
        JsonElement found = await MeasureAsync(
            "flood", "--peers", "3", "--profile", "local", "--rate", "20000", "--for", "6s");
        Assert.InRange(Number(found, "forged frames/s"), 2000, 21_000);
        Assert.Equal("3 of 3", found.GetProperty("know all at the end").GetString());
    }

    [NetworkFact(beyondLoopback: true)]
    public async Task Both_sides_of_a_partition_work_and_meet_again()
    {
        JsonElement found = await MeasureAsync(
            "partition", "--hosts", "5", "--profile", "local", "--for", "12s");
        Assert.InRange(Number(found, "a task on the first side"), 0, 60);
        Assert.InRange(Number(found, "a task on the second side"), 0, 60);
        Assert.InRange(Number(found, "all know all again after"), 0, 30);
    }

    private async Task<JsonElement> MeasureAsync(params string[] words)
    {
        Outcome run = await Program.RunAsync(
            TimeSpan.FromMinutes(4), ["bench", .. words, "-o", "json"]);
        output.WriteLine(run.Error);
        output.WriteLine(run.Text);
        Assert.Equal(0, run.ExitCode);
        using JsonDocument document = JsonDocument.Parse(run.Text);
        return document.RootElement.Clone();
    }

    private static double Number(JsonElement found, string name) =>
        found.GetProperty(name).GetDouble();
}
