namespace P2PCS.Simulation.Cycles;

/// <summary>How large the experiments of a replay are.</summary>
public enum PaperScale
{
    /// <summary>Fractions of a second each: for tests.</summary>
    Small,

    /// <summary>The sizes of the papers, as far as one machine can.</summary>
    Full,
}
