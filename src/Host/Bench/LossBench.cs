namespace P2PCS.Host.Bench;

/// <summary>A cloud whose network loses datagrams: nobody may be taken for gone.</summary>
/// <param name="options">Peers, profile and how long; nobody is killed.</param>
/// <param name="percent">How many of a hundred datagrams are lost.</param>
/// <param name="report">Where results go.</param>
internal sealed class LossBench(ClusterOptions options, int percent, BenchReport report)
{
    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing =>
        OwnNetwork.IsOwn ? Tools.Missing("nft") : OwnNetwork.Missing ?? Tools.Missing("nft");

    /// <summary>Measures; in a network namespace of its own.</summary>
    /// <returns>Whether nobody was taken for gone and all knew all at the end.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
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

        // At the receiver: a drop at the sender would be an error that it can see.
        await Tools.RunAsync(
            $$"""
            table inet p2pcs_loss {
              chain receive {
                type filter hook input priority 0; policy accept;
                meta l4proto udp numgen random mod 100 < {{percent}} counter drop
              }
            }

            """,
            "nft", "-f", "-");
        report.Progress($"{percent} % of all datagrams are lost from now on");
        await swarm.WatchAsync(options.Window, stop);
        int during = swarm.FalseReports - before;
        report.Add("loss", percent, "% of datagrams");
        report.Add("for", options.Window.TotalSeconds, "s");
        report.Add("false reports", during, "", "goal 0");
        if (during > 0)
            report.Add("the first of them", string.Join("; ", swarm.FalseReportsShown));
        report.Add("know all at the end", $"{swarm.CompleteCount()} of {options.Peers}");
        await Tools.RunAsync("delete table inet p2pcs_loss\n", "nft", "-f", "-");
        bool complete = swarm.CompleteCount() == options.Peers;
        (int clean, int running) = await swarm.StopAsync();
        report.Add("stopped cleanly", $"{clean} of {running}");
        return met is not null && during == 0 && complete;
    }
}
