namespace P2PCS.Simulation.Scenarios;

/// <summary>A plot of one to three columns.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Note">What one sees; empty for nothing.</param>
/// <param name="IsLogarithmic">Whether its columns fall or grow by factors.</param>
public sealed record ObserverPanel(string Title, string Note = "", bool IsLogarithmic = false)
{
    /// <summary>A value that the vertical axis reaches at least; not a number for none.</summary>
    public double Reaches { get; init; } = double.NaN;
}
