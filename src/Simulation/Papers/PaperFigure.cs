namespace P2PCS.Simulation.Papers;

/// <summary>One number of an experiment, beside the number that is expected.</summary>
/// <param name="Name">What was measured, with its unit and setting.</param>
/// <param name="Expected">The published, replayed or derived value; the middle of a range.</param>
/// <param name="Measured">What this run gave.</param>
/// <param name="Tolerance">Largest accepted distance between the two, in the same unit.</param>
/// <param name="Passed">Whether the distance is at most the tolerance.</param>
public sealed record PaperFigure(
    string Name, double Expected, double Measured, double Tolerance, bool Passed)
{
    /// <summary>A figure with a tolerance in its own unit.</summary>
    public static PaperFigure Near(
        string name, double expected, double measured, double tolerance) => new(
            name, expected, measured, tolerance, Math.Abs(measured - expected) <= tolerance);

    /// <summary>A figure with a tolerance that is a share of what is expected.</summary>
    public static PaperFigure Within(
        string name, double expected, double measured, double share) =>
        Near(name, expected, measured, Math.Abs(expected) * share);

    /// <summary>A figure that must lie in a range, both ends included.</summary>
    public static PaperFigure Between(
        string name, double least, double most, double measured) => new(
            name,
            (least + most) / 2,
            measured,
            (most - least) / 2,
            measured >= least && measured <= most);
}
