namespace P2PCS.Simulation.Scenarios;

/// <summary>What befalls the nodes of a scenario.</summary>
public sealed record ScenarioFaults
{
    /// <summary>Chance that a message is lost, from 0 to below 1.</summary>
    public double Loss { get; init; }

    /// <summary>Fraction of the nodes that leaves and is replaced in every cycle.</summary>
    public double Churn { get; init; }

    /// <summary>Nodes that stop at once, without a word.</summary>
    public IReadOnlyList<CrashFault> Crashes { get; init; } = [];

    /// <summary>A time without any message between two sides; null for none.</summary>
    public PartitionFault? Partition { get; init; }
}
