namespace P2PCS.Simulation.Scenarios;

/// <summary>No message passes between two sides.</summary>
/// <param name="From">After this many cycles it begins.</param>
/// <param name="To">After this many cycles it ends.</param>
/// <param name="Fraction">Of the nodes on the smaller side; above 0 and below 1.</param>
public sealed record PartitionFault(int From, int To, double Fraction);
