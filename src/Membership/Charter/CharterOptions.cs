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

    /// <summary>Statements of one sender verified in a second at most, and at once but for
    /// the rest of a frame, so that no member takes the processor. Our guess: what an exchange
    /// sends.</summary>
    public int ChecksPerSecond { get; init; } = 64;

    /// <summary>Statements of all senders verified in a second at most, and at once but for the
    /// rest of a frame: many members together do not take the processor either. Our guess: at two
    /// milliseconds for the longest chain, half a core.</summary>
    public int ChecksInAll { get; init; } = 256;

    /// <summary>Statements sent to one other in a second at most, and at once, for its asking.
    /// Our guess: what an exchange sends.</summary>
    public int ServedPerSecond { get; init; } = 64;

    /// <summary>How long nothing is taken from who sent a statement that is not valid. Our guess:
    /// long enough that a check a minute is nothing, even of thousands.</summary>
    public TimeSpan Mute { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Pause between writings of members met. Our guess: so many writes to the disk as
    /// nobody notices.</summary>
    public TimeSpan SavePace { get; init; } = TimeSpan.FromSeconds(1);
}
