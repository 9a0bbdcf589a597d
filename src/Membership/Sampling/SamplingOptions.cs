using P2PCS.Protocol;

namespace P2PCS.Membership.Sampling;

/// <summary>Parameters of peer sampling.</summary>
public sealed record SamplingOptions
{
    /// <summary>Period of the active thread, before jitter of a tenth.
    /// Source: design, 1 s on a LAN, 5 s on a WAN, 100-200 ms in demos and tests.</summary>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Period while the view is full and all know all. Our guess: rumours carry the news,
    /// so the view needs to change only now and then.</summary>
    public TimeSpan CalmCycle { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>View capacity c. Source: Jelasity et al. 2007, section 5: c = 30.</summary>
    public int ViewCapacity { get; init; } = 30;

    /// <summary>Descriptors in a shuffle, own one included. Source: CYCLON 2005, section 4: 8.
    /// </summary>
    public int ShuffleLength { get; init; } = 8;

    /// <summary>Most entries of the view from one network prefix, 0 for any number. Source: geth's
    /// discovery, p2p/discover: 2 for each /24 in a bucket. Open clouds have 2, closed ones 0.
    /// </summary>
    public int PrefixView { get; init; }

    /// <summary>Most known peers of one network prefix, 0 for any number. Our guess, for open
    /// clouds: a 512th of all that are known at the most.</summary>
    public int PrefixPeers { get; init; }

    /// <summary>These, for a cloud that anybody may join.</summary>
    public SamplingOptions ForOpenCloud() => this with
    {
        PrefixView = 2,
        PrefixPeers = Limits.KnownPeers / 512,
    };

    /// <summary>Partners tried after the first in one cycle. Source: design, "at most 2 retries
    /// with the next".</summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long to wait for a shuffle's reply, as a part of the cycle. Our guess: a
    /// quarter leaves room for both retries within the cycle.</summary>
    public double ReplyWithin { get; init; } = 0.25;
}
