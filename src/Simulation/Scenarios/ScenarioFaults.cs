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

    /// <summary>The kinds that there are.</summary>
    public FaultKinds Kinds =>
        (Loss > 0 ? FaultKinds.Loss : FaultKinds.None)
        | (Churn > 0 ? FaultKinds.Churn : FaultKinds.None)
        | (Crashes.Count > 0 ? FaultKinds.Crash : FaultKinds.None)
        | (Partition is null ? FaultKinds.None : FaultKinds.Partition);
}
