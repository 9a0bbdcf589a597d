namespace P2PCS.Membership.Charter;

/// <summary>Parameters of the spreading of statements.</summary>
public sealed record CharterOptions
{
    /// <summary>Period in which a random peer is told what this one has, before jitter of a
    /// tenth. Our guess: ten gossip cycles, so that it costs next to nothing.</summary>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between the repeats of a push. Our guess: a gossip cycle.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Peers to which a statement is passed on when it is new here. Source: Eugster et
    /// al., "Lightweight probabilistic broadcast", TOCS 2003: a fanout of 3 to 4.</summary>
    public int Fanout { get; init; } = 4;

    /// <summary>Statements verified in a second at most, so that no member can take the
    /// processor. Our guess: about a tenth of a core.</summary>
    public int ChecksPerSecond { get; init; } = 100;
}
