namespace P2PCS.Simulation.Cycles;

/// <summary>Parameters of a cycle simulation.</summary>
public sealed record CycleOptions
{
    /// <summary>Most threads of an engine.</summary>
    public const int MaxThreads = 64;

    /// <summary>Nodes, from 2 to 100 million. Our guess; enough for the papers' figures.</summary>
    public int Nodes { get; init; } = 10_000;

    /// <summary>View capacity c. Source: CYCLON, JNSM 2005, section 4: 20.</summary>
    public int ViewCapacity { get; init; } = 20;

    /// <summary>Descriptors in a shuffle. Source: CYCLON, JNSM 2005, section 4: 8.</summary>
    public int ShuffleLength { get; init; } = 8;

    /// <summary>One seed, one history. Our guess; any number serves.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Order of the nodes within a cycle. Source: Jelasity et al., TOCS 2005: both
    /// occur; the fixed one averages a little faster.</summary>
    public CycleOrder Order { get; init; } = CycleOrder.Fixed;

    /// <summary>How to compute; null for the best this machine has. Our guess; all paths give
    /// the same tables.</summary>
    public CodePath? Path { get; init; }

    /// <summary>Threads that run a cycle, from 1 to <see cref="MaxThreads"/>; the tables do not
    /// depend on it. Only the fast paths without faults use more than one. Our guess: another run
    /// beside this one uses the other processors better.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What goes wrong. Our guess: nothing.</summary>
    public FaultOptions Faults { get; init; } = new();
}
