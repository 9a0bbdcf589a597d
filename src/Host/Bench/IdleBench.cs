namespace P2PCS.Host.Bench;

/// <summary>What an agent costs its owner who does nothing with it.</summary>
internal sealed class IdleBench(string profile, TimeSpan time, BenchReport report)
{
    private const int Peers = 5;
    private const double RssGoal = 60;
    private const double CpuGoal = 0.5;
    private const double BytesGoal = 2000;
    private static readonly TimeSpan MeetLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(20);

    /// <summary>Measures.</summary>
    /// <returns>Whether all goals of the profile wan hold.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        await using var swarm = new Swarm(
            new PeerProgram(), new SwarmOptions(Peers, profile), report);
        report.Progress($"starting {Peers} peers, profile {profile}");
        await swarm.StartAsync(stop);
        TimeSpan? met = await swarm.MeetAsync(MeetLimit, stop);
        await swarm.WatchAsync(SettleTime, stop);
        report.Progress($"idle for {time.TotalMinutes:0.#} minutes");
        CostWindow costs = await CostWindow.OfAsync(swarm, time, stop);
        report.Add("peers", Peers, "");
        report.Add("profile", profile);
        report.Add("all know all", met?.TotalSeconds, "s");
        report.Add("minutes", time.TotalMinutes, "");
        report.Add("RSS per peer", costs.Rss / 1e6, "MB", $"goal at most {RssGoal}");
        report.Add("RSS, highest", costs.RssMax / 1e6, "MB");
        report.Add("PSS per peer", costs.Pss / 1e6, "MB");
        report.Add(
            "processor per peer", 100 * costs.CpuShare, "% of a core", $"goal at most {CpuGoal}");
        report.Add("processor, highest", 100 * costs.CpuShareMax, "% of a core");
        report.Add(
            "bytes/s per peer", costs.BytesPerSecond, "B/s", $"goal at most {BytesGoal}");
        report.Add("packets/s per peer", costs.FramesPerSecond, "");
        report.Add("false reports", swarm.FalseReports, "", "goal 0");
        (int clean, int running) = await swarm.StopAsync();
        report.Add("stopped cleanly", $"{clean} of {running}");
        return costs.Rss <= RssGoal * 1e6 && 100 * costs.CpuShare <= CpuGoal
            && costs.BytesPerSecond <= BytesGoal;
    }
}
