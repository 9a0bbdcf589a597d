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
    public Task<bool> RunAsync(CancellationToken stop) =>
        new Ordeal(options, report).RunAsync(LoseAsync, stop);

    private async Task LoseAsync(Swarm swarm, CancellationToken stop)
    {
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
        report.Add("loss", percent, "% of datagrams");
        report.Add("for", options.Window.TotalSeconds, "s");
        await Tools.RunAsync("delete table inet p2pcs_loss\n", "nft", "-f", "-");
    }
}
