namespace P2PCS.Simulation.Swarms;

/// <summary>What became of one run of a scenario.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Passed">Whether every rule held.</param>
/// <param name="Failure">What went wrong, when, how to replay it, and what happened just before;
/// null where it passed.</param>
/// <param name="Statistics">Numbers of the run.</param>
public sealed record SwarmResult(
    ulong Seed, bool Passed, string? Failure, SwarmStatistics Statistics);
