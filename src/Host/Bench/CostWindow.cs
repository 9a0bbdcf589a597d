using System.Diagnostics;

namespace P2PCS.Host.Bench;

/// <summary>What the members of a swarm cost over some time, per member.</summary>
/// <param name="CpuShare">Cores used by the average member.</param>
/// <param name="CpuShareMax">Cores used by the one that used most.</param>
/// <param name="Rss">Resident bytes of the average member at the end.</param>
/// <param name="RssMax">Resident bytes of the largest.</param>
/// <param name="Pss">Proportional bytes of the average member at the end.</param>
/// <param name="BytesPerSecond">IP bytes sent by the average member.</param>
/// <param name="FramesPerSecond">IP packets sent by the average member.</param>
internal sealed record CostWindow(
    double CpuShare,
    double CpuShareMax,
    double Rss,
    double RssMax,
    double Pss,
    double BytesPerSecond,
    double FramesPerSecond)
{
    /// <summary>Watches a swarm for some time.</summary>
    public static async Task<CostWindow> OfAsync(
        Swarm swarm, TimeSpan time, CancellationToken stop)
    {
        Member[] members = swarm.Wanted;
        double[] before = [.. members.Select(member => ProcessReading.CpuOf(member.ProcessId))];
        LoopbackReading network = LoopbackReading.Now();
        long started = Stopwatch.GetTimestamp();
        await swarm.WatchAsync(time, stop);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        LoopbackReading passed = LoopbackReading.Now().Since(network);
        ProcessReading[] after =
            [.. members.Select(member => ProcessReading.Of(member.ProcessId))];
        double[] shares = [.. after.Zip(before, (a, b) => (a.CpuSeconds - b) / seconds)];
        double memberSeconds = seconds * members.Length;
        return new CostWindow(
            shares.Average(),
            shares.Max(),
            after.Average(reading => reading.Rss),
            after.Max(reading => reading.Rss),
            after.Average(reading => reading.Pss),
            passed.Bytes / memberSeconds,
            passed.Packets / memberSeconds);
    }
}
