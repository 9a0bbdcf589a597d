namespace P2PCS.Host.Sim;

/// <summary>A cycle, or a time between two, at which something befell the nodes.</summary>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end; the same for a moment.</param>
/// <param name="Label">What befell.</param>
internal sealed record PlotMark(double From, double To, string Label);
