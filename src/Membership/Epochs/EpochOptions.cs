namespace P2PCS.Membership.Epochs;

/// <summary>Parameters of aggregates that are made in epochs.</summary>
public abstract record EpochOptions
{
    /// <summary>The gossip cycle T that all spans below are counted in. Source: design, section
    /// 5: 1 s in a LAN, 5 s in a WAN.</summary>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Length of an epoch while somebody watches, in cycles. Our guess: a result is
    /// between one and two epochs old, which stays under ten cycles.</summary>
    public double WatchedCycles { get; init; } = 4;

    /// <summary>Length of an epoch while nobody does, whatever the cycle. Our guess: an idle
    /// peer spends less than 20 bytes a second.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Part of an epoch's length that a peer stays in it at least, whatever others say.
    /// Our guess: what mixes the values well enough.</summary>
    public double LeastStay { get; init; } = 0.625;

    /// <summary>Part of an epoch's length in which it may be entered. Our guess: as many
    /// exchanges as may be missed.</summary>
    public double EntryPart { get; init; } = 0.25;

    /// <summary>Longest wish to watch that is heeded. Our guess, bounded by a byte on the wire.
    /// </summary>
    public TimeSpan WatchMax { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a push waits for its reply, as a part of the time between pushes, one
    /// cycle at the most. Our guess: the next push must not find the last one open.</summary>
    public double ReplyPart { get; init; } = 0.75;

    /// <summary>How often a push is sent within that time until there is a reply. Source: our
    /// simulations, ADR 13: what remains undecided at 20 % loss falls by seven.</summary>
    public int Pushes { get; init; } = 3;

    /// <summary>Other partners that are tried when one is busy. Our guess.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Length of an epoch.</summary>
    public TimeSpan Length(bool isWatched) => isWatched ? Cycle * WatchedCycles : Calm;
}
