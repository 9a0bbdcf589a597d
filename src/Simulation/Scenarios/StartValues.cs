namespace P2PCS.Simulation.Scenarios;

/// <summary>The values that averaging starts from.</summary>
public enum StartValues
{
    /// <summary>Uniform in [0, 100).</summary>
    Uniform,

    /// <summary>The number of nodes at one node, 0 at all others: the average is 1.</summary>
    Peak,

    /// <summary>0 at the first half of the names, 100 at the rest.</summary>
    Halves,
}
