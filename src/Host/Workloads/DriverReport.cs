namespace P2PCS.Host.Workloads;

/// <summary>What a driver found when it tried itself.</summary>
/// <param name="Name">The driver's name.</param>
/// <param name="Works">Whether workloads may be given to it.</param>
/// <param name="Detail">What was seen; on failure, what failed and what to do.</param>
/// <param name="Took">How long the trial took.</param>
public sealed record DriverReport(string Name, bool Works, string Detail, TimeSpan Took);
