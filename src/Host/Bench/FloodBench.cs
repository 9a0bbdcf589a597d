using System.Diagnostics;
using System.Net;

namespace P2PCS.Host.Bench;

/// <summary>Forged frames at one peer of a cloud whose other peers gossip on.</summary>
/// <param name="options">Peers, profile and how long; nobody is killed.</param>
/// <param name="rate">Forged frames per second.</param>
/// <param name="report">Where results go.</param>
internal sealed class FloodBench(ClusterOptions options, int rate, BenchReport report)
{
    /// <summary>Measures.</summary>
    /// <returns>Whether everybody kept believing everybody to be there.</returns>
    public Task<bool> RunAsync(CancellationToken stop) =>
        new Ordeal(options, report).RunAsync(FloodAsync, stop);

    private async Task FloodAsync(Swarm swarm, CancellationToken stop)
    {
        Member target = swarm.Members[^1];
        ProcessReading quiet = ProcessReading.Of(target.ProcessId);
        double others = OthersCpu(swarm, target);
        long started = Stopwatch.GetTimestamp();
        using var flood = new FrameFlood(IPEndPoint.Parse(target.Address), rate);
        report.Progress($"{rate} forged frames a second at peer {target.Slot.Number}");
        flood.Start();
        await swarm.WatchAsync(options.Window, stop);
        flood.Stop();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        ProcessReading flooded = ProcessReading.Of(target.ProcessId);
        report.Add("forged frames/s", flood.Sent / seconds, "", $"asked for {rate}");
        report.Add(
            "processor of the target",
            100 * (flooded.CpuSeconds - quiet.CpuSeconds) / seconds,
            "% of a core");
        report.Add(
            "processor of each other peer",
            100 * (OthersCpu(swarm, target) - others) / seconds / (options.Peers - 1),
            "% of a core");
        report.Add("RSS of the target before", quiet.Rss / 1e6, "MB");
        report.Add("RSS of the target after", flooded.Rss / 1e6, "MB");
    }

    private static double OthersCpu(Swarm swarm, Member target) => swarm.Members
        .Where(member => member != target)
        .Sum(member => ProcessReading.CpuOf(member.ProcessId));
}
