namespace P2PCS.Simulation.Network;

/// <summary>How the simulated network treats a datagram.</summary>
public sealed record LinkOptions
{
    /// <summary>Shortest way from one node to another.</summary>
    public TimeSpan LatencyMin { get; init; } = TimeSpan.FromMilliseconds(0.2);

    /// <summary>Mean of what is added to it: exponential, so datagrams overtake each other.
    /// </summary>
    public TimeSpan LatencySpread { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Probability that a datagram is lost, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>Probability that a datagram arrives twice, 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>Mean of how much later than <see cref="LatencyMin"/> a second copy arrives:
    /// exponential, three times as much at the most.</summary>
    public TimeSpan CopySpread { get; init; } = TimeSpan.FromMilliseconds(2);
}
