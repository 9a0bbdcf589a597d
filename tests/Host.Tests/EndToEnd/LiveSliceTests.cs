using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end")]
public sealed class LiveSliceTests(SharedCloud shared)
{
    private const string Cores = "cpu.cores";

    [Fact]
    public async Task Three_alike_stand_at_three_ranks_and_all_know_the_boundaries()
    {
        SliceBody[] bodies = [];
        await Until.TrueAsync("each knows its own rank", 90, async () =>
        {
            bodies = await Task.WhenAll(shared.Cloud.Peers.Select(CoresOfAsync));
            double[] ranks = [.. bodies.Select(body => body.Rank ?? -1).Order()];
            // A tenth follows after three epochs.
            return bodies.All(body => body.By == "gossip" && IsInTenth(body))
                && Math.Abs(ranks[0] - (1 / 6.0)) < 0.01
                && Math.Abs(ranks[1] - 0.5) < 0.01
                && Math.Abs(ranks[2] - (5 / 6.0)) < 0.01;
        });
        Assert.All(bodies, body =>
        {
            Assert.Equal(9, body.Boundaries.Count);
            Assert.InRange(body.Boundaries[4], body.Low!.Value, body.High!.Value);
            Assert.InRange(body.Error!.Value, 0, 0.01);
            Assert.True(body.Epoch > 0 && body.AsOf is not null);
        });
    }

    [Fact]
    public async Task The_command_shows_every_attribute()
    {
        Outcome run = await shared.Facade.RunAsync("slices");
        Assert.Equal(0, run.ExitCode);
        foreach (string word in (string[])["ATTRIBUTE", "BOUNDARIES", "availability", Cores])
            Assert.Contains(word, run.Text, StringComparison.Ordinal);
    }

    // The middle one stands on a border of tenths, but for what gossip rounds.
    private static bool IsInTenth(SliceBody body) =>
        (10 * body.Rank) - body.Tenth is >= -0.001 and <= 1.001;

    private static async Task<SliceBody> CoresOfAsync(LivePeer peer)
    {
        var answer = await peer.Client.SlicesAsync(CancellationToken.None);
        return answer.Body.Attributes.Single(body => body.Attribute == Cores);
    }
}
