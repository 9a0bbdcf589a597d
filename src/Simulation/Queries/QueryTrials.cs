namespace P2PCS.Simulation.Queries;

/// <summary>The trials of <c>p2pcs sim queries</c>.</summary>
public static class QueryTrials
{
    /// <summary>A grouped query, the one that most figures are of.</summary>
    public const string Grouped =
        "SELECT region, count(*) n, avg(load1), percentile(mem.free, 0.9) FROM peers "
        + "GROUP BY region";

    /// <summary>All trials.</summary>
    /// <param name="peers">Machines of each cloud.</param>
    /// <param name="queries">Queries of each trial.</param>
    public static IReadOnlyList<QueryTrial> All(int peers, int queries)
    {
        var calm = new QueryCloudOptions(peers);
        QueryCloudOptions lossy = calm with
        {
            Links = calm.Links with { Loss = 0.2, Duplication = 0.1 },
        };
        QueryCloudOptions churned = calm with { ChurnPerMinute = 0.1 };
        return
        [
            new("calm: GROUP BY", calm, Grouped, queries),
            new("churn 20 %/min: GROUP BY", calm with { ChurnPerMinute = 0.2 }, Grouped, queries),
            new("loss 20 %: GROUP BY",
                calm with { Links = calm.Links with { Loss = 0.2 } }, Grouped, queries),
            new("churn 10 %/min: how many are busy", churned,
                "SELECT count(*) AS busy FROM peers WHERE state = 'busy'", queries)
            {
                Truth = new(peer => Count(peer.Readings["state"].AsText == "busy")),
            },
            new("churn 10 %/min: how many could take it", churned,
                "SELECT count(*) FROM peers WHERE mem.free >= 8GiB AND cpu.cores >= 8", queries)
            {
                Truth = new(peer => Count(peer.Readings["mem.free"].AsInt >= 8L << 30
                    && peer.Readings["cpu.cores"].AsNumber >= 8)),
            },
            new("churn 10 %/min: CPU-hours by user", churned,
                "SELECT owner, sum(cpu_seconds) / 3600 AS cpu_hours FROM attempts "
                + "GROUP BY owner", queries)
            {
                Truth = new(peer => Enumerable.Range(0, QueryPeer.Attempts)
                    .Select(i => (peer.OwnerOf(i), peer.CpuSeconds(i) / 3600))),
            },
            new("calm: who is counted", calm, QueryAudit.Text, queries),
            new("loss 20 %, copies 10 %: who is counted", lossy, QueryAudit.Text, queries),
            new("loss 20 %, churn 20 %/min: who is counted",
                lossy with { ChurnPerMinute = 0.2 }, QueryAudit.Text, queries),
            new("calm: 3 % of error will do", calm,
                "SELECT count(*) FROM peers WHERE state = 'busy' WITH max_error = 3%", queries),
        ];
    }

    private static IEnumerable<(string, double)> Count(bool isCounted) =>
        isCounted ? [("", 1)] : [];
}
