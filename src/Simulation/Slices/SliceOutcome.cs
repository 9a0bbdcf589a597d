namespace P2PCS.Simulation.Slices;

/// <summary>What a <see cref="SliceScenario"/> came to.</summary>
/// <param name="Name">Of the scenario.</param>
/// <param name="Readings">After each epoch, of each attribute.</param>
/// <param name="BytesPerSecond">Sent by a peer while somebody watches, sealed, without the heads
/// of UDP and IP.</param>
/// <param name="Refused">Frames that were refused.</param>
public sealed record SliceOutcome(
    string Name,
    IReadOnlyList<(int Epoch, SliceReading Reading)> Readings,
    double BytesPerSecond,
    long Refused);
