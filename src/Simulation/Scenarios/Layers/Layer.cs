namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>
/// A protocol that runs over the views of Cyclon, as a scenario file asks for it. A new one is a
/// record like this with its <see cref="LayerKind"/>, the table of its nodes' states, and a line
/// in <see cref="LayerKinds.All"/>.
/// </summary>
public abstract record Layer
{
    internal const string WaitsForEpoch =
        "newcomers would wait for the next epoch, and a scenario is one epoch";

    /// <summary>Its key in scenario files, what it reads there and what can be observed.</summary>
    public abstract LayerKind Kind { get; }

    /// <summary>Faults under which what it observes has a meaning.</summary>
    public virtual FaultKinds Bears => FaultKinds.All;

    /// <summary>Why it bears no other faults.</summary>
    public virtual string Reason => "";

    /// <summary>Numbers that it keeps for each node, for the limit of memory.</summary>
    internal abstract long Width { get; }

    /// <summary>The state of all nodes before the first cycle.</summary>
    internal abstract LayerTable Fill(LayerWorld world);
}
