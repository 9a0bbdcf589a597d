namespace P2PCS.Simulation.Papers;

/// <summary>How large a row's experiment is.</summary>
public enum PaperScale
{
    /// <summary>Well under a second: what the tests run.</summary>
    Small,

    /// <summary>The published size, or the largest that takes under about 20 s.</summary>
    Full,
}
