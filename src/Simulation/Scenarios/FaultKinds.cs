namespace P2PCS.Simulation.Scenarios;

/// <summary>Kinds of faults, each a key of <c>faults</c> in scenario files.</summary>
[Flags]
public enum FaultKinds
{
    /// <summary>Nothing goes wrong.</summary>
    None = 0,

    /// <summary>Messages are lost.</summary>
    Loss = 1,

    /// <summary>Nodes leave and are replaced all the time.</summary>
    Churn = 2,

    /// <summary>Nodes stop at once.</summary>
    Crash = 4,

    /// <summary>Two sides hear nothing of each other.</summary>
    Partition = 8,

    /// <summary>All but churn.</summary>
    Fixed = Loss | Crash | Partition,

    /// <summary>All of them.</summary>
    All = Fixed | Churn,
}
