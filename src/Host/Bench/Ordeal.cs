namespace P2PCS.Host.Bench;

/// <summary>A cloud that bears something while it gossips on: nobody may be taken for gone.
/// </summary>
/// <param name="options">Peers, profile and how long; nobody is killed.</param>
/// <param name="report">Where results go.</param>
internal sealed class Ordeal(ClusterOptions options, BenchReport report)
{
    /// <summary>Starts the cloud, lets it bear that, and stops it.</summary>
    /// <param name="bearAsync">What it bears, from the moment that all know all.</param>
    /// <param name="stop">Asks to end early.</param>
    /// <returns>Whether nobody was taken for gone and all knew all at the end.</returns>
    public async Task<bool> RunAsync(
        Func<Swarm, CancellationToken, Task> bearAsync, CancellationToken stop)
    {
        await using var swarm = new Swarm(
            new PeerProgram(), new SwarmOptions(options.Peers, options.Profile), report);
        report.Progress($"starting {options.Peers} peers");
        await swarm.StartAsync(stop);
        TimeSpan? met = await swarm.MeetAsync(options.Limit, stop);
        report.Add("peers", options.Peers, "");
        report.Add("profile", options.Profile);
        report.Add("all know all after", met?.TotalSeconds, "s");
        int before = swarm.FalseReports;
        await bearAsync(swarm, stop);
        int during = swarm.FalseReports - before;
        report.Add("false reports", during, "", "goal 0");
        if (during > 0)
            report.Add("the first of them", string.Join("; ", swarm.FalseReportsShown));
        bool complete = swarm.CompleteCount() == options.Peers;
        report.Add("know all at the end", $"{swarm.CompleteCount()} of {options.Peers}");
        (int clean, int running) = await swarm.StopAsync();
        report.Add("stopped cleanly", $"{clean} of {running}");
        return met is not null && complete && during == 0;
    }
}
