using System.Diagnostics;
using System.Security.Cryptography;
using P2PCS.Host.Tests.Workloads;
using P2PCS.Protocol;
using Xunit.Abstractions;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end, own peers")]
public sealed class LiveMapTests(ITestOutputHelper output)
{
    private const int Files = 300;

    [SandboxFact]
    public async Task Three_hundred_files_are_mapped_right_while_two_of_six_peers_are_killed()
    {
        ulong seed = ulong.TryParse(
            Environment.GetEnvironmentVariable("P2PCS_TEST_SEED"), out ulong given)
                ? given : (ulong)Stopwatch.GetTimestamp();
        output.WriteLine($"P2PCS_TEST_SEED={seed}");
        var rng = new Rng(seed);
        using LiveCloud cloud = await LiveCloud.StartAsync(6, chain: true);
        string input = cloud.At("in");
        Directory.CreateDirectory(input);
        for (int i = 0; i < Files; i++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(input, $"{i}.txt"), $"{i} {rng.Next()} {new string('x', i * 50)}");
        }

        int first = 1 + rng.Below(5);
        int second = 1 + ((first + rng.Below(4)) % 5);
        Task<Outcome> map = cloud[0].RunAsync(
            "map", "--input", input + "/*.txt", "--output", cloud.At("out"),
            "--", "sh", "-c", "sha256sum < {in} | cut -c1-64 | tr -d '\\n'");
        await Task.WhenAll(
            KillAsync(cloud[first], rng.Fraction()), KillAsync(cloud[second], rng.Fraction()));
        Outcome ran = await map;
        output.WriteLine(ran.Text);
        output.WriteLine(ran.Error);
        Assert.Equal(0, ran.ExitCode);
        Assert.Equal(Files, Directory.GetFiles(cloud.At("out")).Length);
        foreach (string file in Directory.EnumerateFiles(input))
        {
            string expected = Convert.ToHexStringLower(
                SHA256.HashData(await File.ReadAllBytesAsync(file)));
            Assert.Equal(expected, await File.ReadAllTextAsync(
                Path.Combine(cloud.At("out"), Path.GetFileName(file))));
        }

        foreach (LivePeer peer in cloud.Peers.Except([cloud[first], cloud[second]]))
        {
            await peer.FreeAsync(10);
            await Until.TrueAsync("both are found unreachable", 15, async () =>
                await peer.StateOfAsync(cloud[first]) == "unreachable"
                && await peer.StateOfAsync(cloud[second]) == "unreachable");
        }
    }

    private async Task KillAsync(LivePeer peer, double moment)
    {
        var after = TimeSpan.FromSeconds(0.5 + (4 * moment));
        output.WriteLine($"kills {peer.Id[..8]} after {after.TotalSeconds:0.000} s");
        await Until.PassedAsync(after);
        peer.Kill();
    }
}
