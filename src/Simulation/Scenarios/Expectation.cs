namespace P2PCS.Simulation.Scenarios;

/// <summary>What a column must be after a cycle; over repetitions its mean counts.</summary>
/// <param name="At">After this many cycles.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Least">Smallest value that passes; negative infinity for none.</param>
/// <param name="Most">Largest value that passes; positive infinity for none.</param>
/// <param name="Source">Where the value comes from; empty for nowhere.</param>
public sealed record Expectation(
    int At, string Column, double Least, double Most, string Source)
{
    /// <summary>Whether a value passes; one that is no number never does.</summary>
    public bool Holds(double value) => value >= Least && value <= Most;
}
