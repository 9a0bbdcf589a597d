namespace P2PCS.Simulation.Epochs;

/// <summary>A cloud of kernels with epochs in virtual time.</summary>
public abstract record EpochSwarmOptions
{
    /// <summary>Peers at a time. Source: the product's target, 10,000.</summary>
    public int Peers { get; init; } = 10_000;

    /// <summary>Where all randomness comes from. Our guess.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Way of a datagram, one direction. Source: the product's target, 20 ms links.
    /// </summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Probability that a datagram is lost. Our guess: none.</summary>
    public double Loss { get; init; }

    /// <summary>Share of the peers that go without a word in a minute; as many come. Our guess:
    /// none.</summary>
    public double ChurnPerMinute { get; init; }

    /// <summary>How long a peer that is gone is still drawn as a partner. Source: what the failure
    /// detector takes for 10,000 peers at the least, 5 cycles of probing and suspicion, and as
    /// many again.</summary>
    public TimeSpan Detection { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a peer's roster is a check on the count. Our guess: not, so that the
    /// gossip is judged alone.</summary>
    public bool RosterChecks { get; init; }
}
