using System.Diagnostics;

namespace P2PCS.Host.Bench;

/// <summary>All peers of a cloud lose their power at once and come back at once.</summary>
/// <param name="peers">How many.</param>
/// <param name="profile">Their pace.</param>
/// <param name="withContact">Whether they are given an address to come back by; else they have
/// only what they remember.</param>
/// <param name="report">Where results go.</param>
internal sealed class StormBench(
    int peers, string profile, bool withContact, BenchReport report)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    private double peakCores;
    private double lastCpu;
    private long lastAt;

    /// <summary>Measures.</summary>
    /// <returns>Whether all knew all again.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        await using var swarm = new Swarm(
            new PeerProgram(), new SwarmOptions(peers, profile), report);
        report.Progress($"starting {peers} peers");
        await swarm.StartAsync(stop);
        TimeSpan? met = await swarm.MeetAsync(Limit, stop);
        report.Add("peers", peers, "");
        report.Add("profile", profile);
        report.Add("knew all before", $"{swarm.CompleteCount()} of {peers}");
        if (met is null)
            return false;
        await swarm.WatchAsync(SettleTime, stop);
        await KillAllAsync(swarm, stop);
        bool again = await ComeBackAsync(swarm, stop);
        (int clean, int running) = await swarm.StopAsync();
        report.Add("stopped cleanly", $"{clean} of {running}");
        return again;
    }

    private async Task KillAllAsync(Swarm swarm, CancellationToken stop)
    {
        report.Progress($"SIGKILL to all");
        foreach (Member member in swarm.Members)
            member.Kill();
        foreach (Member member in swarm.Members)
            await member.EndedAsync(stop);
    }

    private async Task<bool> ComeBackAsync(Swarm swarm, CancellationToken stop)
    {
        LoopbackReading before = LoopbackReading.Now();
        long started = Stopwatch.GetTimestamp();
        TimeSpan launched = swarm.Restart(withContact ? swarm.Members[0].Address : null);
        report.Progress($"all started again in {launched.TotalSeconds:0.0} s");
        lastAt = started;
        TimeSpan? ready = null;
        TimeSpan? met = await swarm.TryUntilAsync(
            "coming back",
            () =>
            {
                TakeCpu(swarm);
                if (swarm.Members.Any(member => !member.IsReady))
                    return false;
                ready ??= Stopwatch.GetElapsedTime(started);
                return swarm.CompleteCount() == peers;
            },
            Limit,
            stop);
        LoopbackReading spent = LoopbackReading.Now().Since(before);
        report.Add("started again within", launched.TotalSeconds, "s", "goal 2");
        report.Add("all serve after", ready?.TotalSeconds, "s");
        report.Add(
            "all know all after",
            met is null ? null : Stopwatch.GetElapsedTime(started).TotalSeconds,
            "s");
        if (met is null)
            report.Add("know all", $"{swarm.CompleteCount()} of {peers}");
        report.Add("processor, highest second", peakCores, "cores of all peers together");
        report.Add("packets until then", spent.Packets, "");
        report.Add("traffic until then", spent.Bytes / 1e6, "MB");
        report.Add("false reports", swarm.FalseReports, "", "goal 0");
        return met is not null;
    }

    private void TakeCpu(Swarm swarm)
    {
        double seconds = Stopwatch.GetElapsedTime(lastAt).TotalSeconds;
        if (seconds < 1)
            return;
        double cpu = swarm.Members.Sum(member => ProcessReading.CpuOf(member.ProcessId));
        peakCores = Math.Max(peakCores, (cpu - lastCpu) / seconds);
        (lastCpu, lastAt) = (cpu, Stopwatch.GetTimestamp());
    }
}
