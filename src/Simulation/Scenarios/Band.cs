namespace P2PCS.Simulation.Scenarios;

/// <summary>One column after one cycle over all seeds; not a number where a seed has none.
/// </summary>
/// <param name="Mean">The mean.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public readonly record struct Band(double Mean, double Least, double Most);
