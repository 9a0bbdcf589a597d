namespace P2PCS.Simulation.Cycles;

/// <summary>What a replay gave, beside what it should give.</summary>
/// <param name="Expected">The figure of the paper, the theory or an independent replay.</param>
/// <param name="Measured">The figure of this replay.</param>
/// <param name="Tolerance">How far they may be apart, in the figure's own unit.</param>
public readonly record struct PaperResult(double Expected, double Measured, double Tolerance)
{
    /// <summary>Whether the replay agrees.</summary>
    public bool IsPass => Math.Abs(Measured - Expected) <= Tolerance;
}
