namespace P2PCS.Simulation.Holds;

/// <summary>What became of one run.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Failure">What went wrong, when and how to replay it; null where all held.</param>
/// <param name="Statistics">Numbers of the run.</param>
public sealed record HoldResult(ulong Seed, string? Failure, HoldStatistics Statistics);
