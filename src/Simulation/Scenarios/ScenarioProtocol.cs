using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>How the nodes of a scenario sample peers, which all else runs over.</summary>
public sealed record ScenarioProtocol
{
    /// <summary>Capacity of Cyclon's views. Source: CYCLON, JNSM 2005, section 4: 20.</summary>
    public int View { get; init; } = 20;

    /// <summary>Descriptors in a shuffle. Source: CYCLON, JNSM 2005, section 4: 8.</summary>
    public int Shuffle { get; init; } = 8;

    /// <summary>Order of the nodes within a cycle. Source: Jelasity et al., TOCS 2005.</summary>
    public CycleOrder Order { get; init; } = CycleOrder.Fixed;
}
