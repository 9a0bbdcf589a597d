using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>What a plot shows, without its looks.</summary>
/// <param name="Title">Above the plot.</param>
/// <param name="Note">Below the title: what one sees; empty for nothing.</param>
/// <param name="IsLog">Whether values stand on a logarithmic axis.</param>
/// <param name="Lines">At most three.</param>
internal sealed record Plot(string Title, string Note, bool IsLog, IReadOnlyList<PlotLine> Lines)
{
    /// <summary>What the horizontal axis counts.</summary>
    public string AxisTitle { get; init; } = "cycle";

    /// <summary>A value that the vertical axis reaches at least; not a number for none.</summary>
    public double Reaches { get; init; } = double.NaN;

    /// <summary>Bars from the axis, one for each whole number from 0, instead of lines.</summary>
    public IReadOnlyList<double> Bars { get; init; } = [];

    /// <summary>Where something befell the nodes.</summary>
    public IReadOnlyList<PlotMark> Marks { get; init; } = [];

    /// <summary>Expectations beside what was measured.</summary>
    public IReadOnlyList<ExpectationCheck> Checks { get; init; } = [];
}
