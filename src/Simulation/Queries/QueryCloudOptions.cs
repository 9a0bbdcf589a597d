using P2PCS.Query.Execution;
using P2PCS.Simulation.Network;

namespace P2PCS.Simulation.Queries;

/// <summary>A simulated cloud that queries are asked of.</summary>
/// <param name="Peers">How many machines are up. Source: the caller's.</param>
public sealed record QueryCloudOptions(int Peers)
{
    /// <summary>How frames travel. Source: the figure, 20 ms, with a little spread.
    /// </summary>
    public LinkOptions Links { get; init; } = new()
    {
        LatencyMin = TimeSpan.FromMilliseconds(20),
        LatencySpread = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>Share of the machines that goes, and is replaced by new ones, each minute.
    /// Source: the figures.</summary>
    public double ChurnPerMinute { get; init; }

    /// <summary>Parameters of the kernels. Source: said at each.</summary>
    public QueryKernelOptions Kernel { get; init; } = new();

    /// <summary>Rosters that the machines share: each hears of changes in its own time. Our
    /// guess: as many as show that rosters differ.</summary>
    public int Rosters { get; init; } = 8;

    /// <summary>After what time a silent machine is suspect in a roster: the least and what is
    /// added evenly. Source: SWIM at 10,000 and T = 1 s: 1.6 s to a probe, then gossip.</summary>
    public (TimeSpan Least, TimeSpan More) Suspected { get; init; } =
        (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));

    /// <summary>After what time it leaves the roster. Source: suspicion of 4 log10 n seconds.
    /// </summary>
    public (TimeSpan Least, TimeSpan More) Dropped { get; init; } =
        (TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(8));

    /// <summary>After what time a new machine is in a roster. Source: gossip takes log2 n
    /// cycles.</summary>
    public (TimeSpan Least, TimeSpan More) Welcomed { get; init; } =
        (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
}
