namespace P2PCS.Query.Standing;

/// <summary>Parameters of the standing aggregates.</summary>
public sealed record StandingOptions
{
    /// <summary>The gossip cycle T that all spans below are counted in. Source: design, section
    /// 5: 1 s in a LAN, 5 s in a WAN.</summary>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Exchanges that a peer begins in an epoch, of the count and of the moments each.
    /// Our guess: the paper's 30 bring the variance down by 15 orders of magnitude, 20 by 10, and
    /// a count needs 8.</summary>
    public int Exchanges { get; init; } = 20;

    /// <summary>The same of histograms and shares. Our guess: shares of many peers start much
    /// closer to their mean than a count, which starts at a single peer.</summary>
    public int SideExchanges { get; init; } = 14;

    /// <summary>Length of an epoch while somebody watches, in cycles. Our guess: a result is
    /// between one and two epochs old, which stays under ten cycles.</summary>
    public double WatchedCycles { get; init; } = 4;

    /// <summary>Length of an epoch while nobody does, in cycles. Our guess: an idle peer spends
    /// less than 60 bytes a second.</summary>
    public double CalmCycles { get; init; } = 360;

    /// <summary>Part of an epoch's length that a peer stays in it at least, whatever others say.
    /// Our guess: what mixes the values well enough.</summary>
    public double LeastStay { get; init; } = 0.625;

    /// <summary>Part of an epoch's length in which it may be entered. Our guess: as many
    /// exchanges as may be missed.</summary>
    public double EntryPart { get; init; } = 0.25;

    /// <summary>Longest wish to watch that is heeded. Our guess, bounded by a byte on the wire.
    /// </summary>
    public TimeSpan WatchMax { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Instances of COUNT that run at once, in the mean. Source: Jelasity et al., TOCS
    /// 2005, section 7.3: 20.</summary>
    public int Instances { get; init; } = 20;

    /// <summary>How long a push waits for its reply, as a part of the time between pushes, one
    /// cycle at the most. Our guess: the next push must not find the last one open.</summary>
    public double ReplyPart { get; init; } = 0.75;

    /// <summary>How often a push is sent within that time until there is a reply. Source: our
    /// simulations, ADR 13: what remains undecided at 20 % loss falls by seven.</summary>
    public int Pushes { get; init; } = 3;

    /// <summary>Other partners that are tried when one is busy. Our guess.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Newest points of the history, one for each epoch. Our guess: ten minutes of
    /// watching.</summary>
    public int FinePoints { get; init; } = 150;

    /// <summary>Older points of the history. Our guess: twelve hours, one for each five minutes.
    /// </summary>
    public int CoarsePoints { get; init; } = 144;

    /// <summary>Distance of the older points. Our guess: what a plot of a day shows.</summary>
    public TimeSpan CoarseStep { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Length of an epoch.</summary>
    internal TimeSpan Length(bool isWatched) => Cycle * (isWatched ? WatchedCycles : CalmCycles);
}
