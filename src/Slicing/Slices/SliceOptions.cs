using P2PCS.Membership.Epochs;

namespace P2PCS.Slicing.Slices;

/// <summary>Parameters of slicing.</summary>
public sealed record SliceOptions : EpochOptions
{
    /// <summary>Epochs of 30 cycles while somebody watches. Source: protocols reference 2c: 25 to
    /// 30.</summary>
    public SliceOptions() => WatchedCycles = Averaging.EpochCycles;

    /// <summary>Exchanges that a peer begins in an epoch, of each attribute. Source: one in each
    /// cycle, protocols reference 2c.</summary>
    public int Exchanges { get; init; } = Averaging.EpochCycles;

    /// <summary>How far from a boundary the epoch after the first looks, in ranks; later ones
    /// twice as far as the boundary was off last. Our guess: what 20 % of 10,000 peers move a rank
    /// when they are replaced.</summary>
    public double Reach { get; init; } = 0.002;

    /// <summary>The nearest that it looks. Our guess: two of 10,000 peers.</summary>
    public double ReachMin { get; init; } = 0.0002;

    /// <summary>The farthest. Our guess: eight times as far the next slice is near.</summary>
    public double ReachMax { get; init; } = 0.008;

    /// <summary>Fewest samples that thresholds are made of in a cloud that has more. Our guess.
    /// </summary>
    public int SamplesMin { get; init; } = 32;

    /// <summary>Most slices whose borders have hysteresis, besides the tenths. Our guess.
    /// </summary>
    public int RememberedSlices { get; init; } = 64;
}
