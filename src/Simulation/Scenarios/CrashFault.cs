namespace P2PCS.Simulation.Scenarios;

/// <summary>Nodes stop at once, without a word.</summary>
/// <param name="At">After this many cycles.</param>
/// <param name="Fraction">Of the nodes alive then; above 0 and below 1.</param>
public sealed record CrashFault(int At, double Fraction);
