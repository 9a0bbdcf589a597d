using P2PCS.Membership.Epochs;

namespace P2PCS.Query.Standing;

/// <summary>Parameters of the standing aggregates.</summary>
public sealed record StandingOptions : EpochOptions
{
    /// <summary>Exchanges that a peer begins in an epoch, of the count and of the moments each.
    /// Our guess: the paper's 30 bring the variance down by 15 orders of magnitude, 20 by 10, and
    /// a count needs 8.</summary>
    public int Exchanges { get; init; } = 20;

    /// <summary>The same of histograms and shares. Our guess: shares of many peers start much
    /// closer to their mean than a count, which starts at a single peer.</summary>
    public int SideExchanges { get; init; } = 14;

    /// <summary>Instances of COUNT that run at once, in the mean. Source: Jelasity et al., TOCS
    /// 2005, section 7.3: 20.</summary>
    public int Instances { get; init; } = 20;

    /// <summary>Newest points of the history, one for each epoch. Our guess: ten minutes of
    /// watching.</summary>
    public int FinePoints { get; init; } = 150;

    /// <summary>Older points of the history. Our guess: twelve hours, one for each five minutes.
    /// </summary>
    public int CoarsePoints { get; init; } = 144;

    /// <summary>Distance of the older points. Our guess: what a plot of a day shows.</summary>
    public TimeSpan CoarseStep { get; init; } = TimeSpan.FromMinutes(5);
}
