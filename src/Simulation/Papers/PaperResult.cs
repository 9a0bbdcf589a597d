namespace P2PCS.Simulation.Papers;

/// <summary>What a row's experiment measured.</summary>
/// <param name="Figures">In the order of the paper; not empty.</param>
public sealed record PaperResult(IReadOnlyList<PaperFigure> Figures)
{
    /// <summary>Whether every figure is within its tolerance.</summary>
    public bool Passed => Figures.All(figure => figure.Passed);
}
