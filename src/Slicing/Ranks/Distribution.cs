using P2PCS.Protocol;

namespace P2PCS.Slicing.Ranks;

/// <summary>The distribution of an attribute, known at a few thresholds: what gossip averages,
/// and from which a node reads its rank.</summary>
/// <remarks>
/// Source: Sacha, Napper, Stratan, Pierre, "Adam2: reliable distribution estimation in
/// decentralised environments", ICDCS 2010, section 4. Differs from the paper: the thresholds of
/// the next epoch are put where slices meet, because only ranks near a boundary matter.
/// </remarks>
public static class Distribution
{
    /// <summary>A node's own part of the average: 1 at each threshold that it does not exceed.
    /// </summary>
    public static void Indicate(double own, ReadOnlySpan<double> thresholds, Span<double> part)
    {
        Invariant.Holds(thresholds.Length == part.Length);
        for (int i = 0; i < part.Length; i++)
            part[i] = own <= thresholds[i] ? 1 : 0;
    }

    /// <summary>The rank of a value between 0 and 1, on straight lines between thresholds.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="thresholds">Ascending; shape [L], L at least 2.</param>
    /// <param name="shares">Share of all nodes at or below each threshold; shape [L].</param>
    public static double RankOf(
        double value, ReadOnlySpan<double> thresholds, ReadOnlySpan<double> shares)
    {
        if (value <= thresholds[0])
            return shares[0];
        if (value >= thresholds[^1])
            return shares[^1];
        int above = thresholds.BinarySearch(value);
        if (above >= 0)
            return shares[above];
        above = ~above;
        double width = thresholds[above] - thresholds[above - 1];
        double way = width > 0 ? (value - thresholds[above - 1]) / width : 1;
        return shares[above - 1] + (way * (shares[above] - shares[above - 1]));
    }

    /// <summary>The value at a rank: the inverse of <see cref="RankOf"/>.</summary>
    public static double ValueAt(
        double rank, ReadOnlySpan<double> thresholds, ReadOnlySpan<double> shares)
    {
        int above = 0;
        while (above < shares.Length && shares[above] < rank)
            above++;
        if (above == 0)
            return thresholds[0];
        if (above == shares.Length)
            return thresholds[^1];
        double height = shares[above] - shares[above - 1];
        double way = height > 0 ? (rank - shares[above - 1]) / height : 1;
        return thresholds[above - 1] + (way * (thresholds[above] - thresholds[above - 1]));
    }

    /// <summary>Thresholds of the next epoch: the ends stay, the others crowd around the
    /// boundaries between slices, closer with every epoch.</summary>
    /// <param name="slices">Equal slices, at least 2.</param>
    /// <param name="reach">How far from a boundary the outermost lie, as a rank.</param>
    /// <param name="thresholds">This epoch's; shape [L], L at least slices + 1.</param>
    /// <param name="shares">What was found at them; shape [L].</param>
    /// <param name="next">Filled, ascending; shape [L].</param>
    public static void Refine(
        int slices,
        double reach,
        ReadOnlySpan<double> thresholds,
        ReadOnlySpan<double> shares,
        Span<double> next)
    {
        int inner = next.Length - 2;
        int boundaries = slices - 1;
        Invariant.Holds(boundaries > 0 && inner >= boundaries);
        next[0] = thresholds[0];
        next[^1] = thresholds[^1];
        for (int i = 0; i < inner; i++)
        {
            int boundary = i % boundaries;
            int around = (inner - boundary + boundaries - 1) / boundaries;
            double place = around == 1 ? 0 : (2.0 * (i / boundaries) / (around - 1)) - 1;
            next[i + 1] = ValueAt(
                ((boundary + 1.0) / slices) + (place * reach), thresholds, shares);
        }

        next.Sort();
    }
}
