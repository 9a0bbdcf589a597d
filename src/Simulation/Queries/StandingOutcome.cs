namespace P2PCS.Simulation.Queries;

/// <summary>What a <see cref="StandingScenario"/> came to.</summary>
/// <param name="Name">Of the scenario.</param>
/// <param name="Readings">At several moments.</param>
/// <param name="BytesPerSecond">Sent by a peer, sealed, without the heads of UDP and IP.</param>
/// <param name="Refused">Frames that were refused.</param>
public sealed record StandingOutcome(
    string Name, IReadOnlyList<StandingReading> Readings, double BytesPerSecond, long Refused);
