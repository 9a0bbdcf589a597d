using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>A line with its band over all seeds.</summary>
/// <param name="Label">What it is; empty where the title says it.</param>
/// <param name="Points">Places on the horizontal axis and the values there.</param>
internal sealed record PlotLine(string Label, IReadOnlyList<(double X, Band Y)> Points);
