using System.Diagnostics;

namespace P2PCS.Host.Bench;

/// <summary>A cluster on this machine: how soon all know all, what it costs, how soon the killed
/// are noticed. The same for every membership program.</summary>
internal sealed class ClusterBench(
    IMemberProgram program, ClusterOptions options, BenchReport report)
{
    /// <summary>Measures.</summary>
    /// <returns>Whether all knew all, all killed ones were noticed and nobody else suspected.
    /// </returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        await using var swarm = new Swarm(
            program, new SwarmOptions(options.Peers, options.Profile), report);
        report.Add("system", program.Name);
        report.Add("peers", options.Peers, "");
        report.Add("profile", options.Profile);
        bool met = await StartAsync(swarm, stop);
        int whileStarting = swarm.FalseReports;
        await WatchAsync(swarm, stop);
        bool noticed = options.Kill == 0 || await KillAsync(swarm, stop);
        int late = swarm.FalseReports - whileStarting;
        report.Add("false reports, starting", whileStarting, "");
        report.Add("false reports, later", late, "", "goal 0");
        if (swarm.FalseReports > 0)
            report.Add("the first of them", string.Join("; ", swarm.FalseReportsShown));
        (int clean, int running) = await swarm.StopAsync();
        report.Add("stopped cleanly", $"{clean} of {running}");
        return met && noticed && late == 0;
    }

    private async Task<bool> StartAsync(Swarm swarm, CancellationToken stop)
    {
        report.Progress($"starting {options.Peers} {program.Name}");
        LoopbackReading before = LoopbackReading.Now();
        TimeSpan started = await swarm.StartAsync(stop);
        report.Progress($"all serve after {started.TotalSeconds:0.0} s");
        TimeSpan? met = await swarm.MeetAsync(options.Limit, stop);
        LoopbackReading spent = LoopbackReading.Now().Since(before);
        report.Add("start of all", started.TotalSeconds, "s");
        report.Add("then all know all", met?.TotalSeconds, "s");
        if (met is null)
            report.Add("know all", $"{swarm.CompleteCount()} of {options.Peers}");
        report.Add("traffic until then", spent.Bytes / 1e6, "MB");
        return met is not null;
    }

    private async Task WatchAsync(Swarm swarm, CancellationToken stop)
    {
        await swarm.WatchAsync(options.Settle, stop);
        report.Progress($"measuring costs for {options.Window.TotalSeconds:0} s");
        CostWindow costs = await CostWindow.OfAsync(swarm, options.Window, stop);
        report.Add("bytes/s per peer", costs.BytesPerSecond, "B/s");
        report.Add("packets/s per peer", costs.FramesPerSecond, "");
        report.Add("processor per peer", 100 * costs.CpuShare, "% of a core");
        report.Add("processor, highest", 100 * costs.CpuShareMax, "% of a core");
        report.Add("RSS per peer", costs.Rss / 1e6, "MB");
        report.Add("RSS, highest", costs.RssMax / 1e6, "MB");
        report.Add("PSS per peer", costs.Pss / 1e6, "MB");
    }

    // The first member stays: the others joined by it, and a demo's user would keep it.
    private async Task<bool> KillAsync(Swarm swarm, CancellationToken stop)
    {
        Member[] victims = Spread(swarm.Members, options.Kill);
        report.Progress($"SIGKILL to {victims.Length}");
        long killed = Stopwatch.GetTimestamp();
        foreach (Member victim in victims)
            victim.Kill();
        Member[] survivors = swarm.Wanted;
        TimeSpan? all = await swarm.TryUntilAsync(
            "noticing",
            () => survivors.All(seer => victims.All(gone => seer.GoneAt(gone.Name) is not null)),
            options.Limit,
            stop);
        double[] times =
        [
            .. survivors.SelectMany(_ => victims, (seer, gone) => seer.GoneAt(gone.Name))
                .Where(at => at is not null)
                .Select(at => Stopwatch.GetElapsedTime(killed, at!.Value).TotalSeconds)
                .Order(),
        ];
        report.Add("killed", victims.Length, "");
        report.Add("noticed first", times.Length > 0 ? times[0] : null, "s");
        report.Add("noticed, median", times.Length > 0 ? times[times.Length / 2] : null, "s");
        report.Add("noticed by all", all is null ? null : times[^1], "s");
        if (all is null)
        {
            int asked = survivors.Length * victims.Length;
            report.Add("notices", $"{times.Length} of {asked} within {options.Limit}");
        }

        return all is not null;
    }

    private static Member[] Spread(IReadOnlyList<Member> members, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
            members[1 + (int)((long)i * (members.Count - 1) / count)]),
    ];
}
