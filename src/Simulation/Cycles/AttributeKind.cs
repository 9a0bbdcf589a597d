namespace P2PCS.Simulation.Cycles;

/// <summary>How the attributes of nodes are spread.</summary>
public enum AttributeKind
{
    /// <summary>Uniform in [0, 100).</summary>
    Uniform,

    /// <summary>Lognormal, sigma 2: many small, few very large; median 1.</summary>
    Lognormal,
}
