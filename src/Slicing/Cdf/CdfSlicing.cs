namespace P2PCS.Slicing.Cdf;

/// <summary>
/// Slicing by the attribute's distribution: nodes average, by gossip, the share of nodes at or
/// below each of L thresholds, read their rank off the line through these points, and move the
/// thresholds of the next epoch to the slice boundaries.
/// </summary>
/// <remarks>
/// Source: Sacha, Napper, Stratan, Pierre, "Adam2: Reliable distribution estimation in
/// decentralised environments", ICDCS 2010. Differs from the paper: thresholds are refined where
/// slices meet, because only there a wrong rank is a wrong slice.
/// </remarks>
public static class CdfSlicing
{
    /// <summary>A node's contribution to the averages: 1 at each threshold it is not above.
    /// </summary>
    /// <param name="attribute">The node's attribute.</param>
    /// <param name="thresholds">Ascending; shape [L].</param>
    /// <param name="votes">Receives 0 or 1 for each threshold; shape [L].</param>
    public static void Vote(
        double attribute, ReadOnlySpan<double> thresholds, Span<double> votes)
    {
        for (int i = 0; i < thresholds.Length; i++)
            votes[i] = attribute <= thresholds[i] ? 1 : 0;
    }

    /// <summary>The rank of an attribute, read off the line through the known points.</summary>
    /// <param name="attribute">Any attribute; outside of the thresholds the end's share.</param>
    /// <param name="thresholds">Ascending; shape [L], not empty.</param>
    /// <param name="shares">The share of nodes at or below each; shape [L].</param>
    /// <returns>A share of the network.</returns>
    public static double RankOf(
        double attribute, ReadOnlySpan<double> thresholds, ReadOnlySpan<double> shares)
    {
        int above = FirstNotBelow(thresholds, attribute);
        if (above == 0)
            return shares[0];
        if (above == thresholds.Length)
            return shares[^1];
        double gap = thresholds[above] - thresholds[above - 1];
        double part = (attribute - thresholds[above - 1]) / gap;
        return shares[above - 1] + (part * (shares[above] - shares[above - 1]));
    }

    /// <summary>The attribute that stands at a rank: the inverse of <see cref="RankOf"/>.
    /// </summary>
    /// <param name="rank">A share of the network.</param>
    /// <param name="thresholds">Ascending; shape [L], not empty.</param>
    /// <param name="shares">The share of nodes at or below each, ascending; shape [L].</param>
    public static double AttributeAt(
        double rank, ReadOnlySpan<double> thresholds, ReadOnlySpan<double> shares)
    {
        int above = FirstNotBelow(shares, rank);
        if (above == 0)
            return thresholds[0];
        if (above == shares.Length)
            return thresholds[^1];
        double part = (rank - shares[above - 1]) / (shares[above] - shares[above - 1]);
        return thresholds[above - 1] + (part * (thresholds[above] - thresholds[above - 1]));
    }

    /// <summary>
    /// Places the next epoch's thresholds: the two ends stay, the others are dealt to the slice
    /// boundaries and stand evenly within the gap of known points around each boundary. With more
    /// boundaries than thresholds, every so many boundaries get one.
    /// </summary>
    /// <param name="thresholds">This epoch's; ascending; shape [L], at least 3.</param>
    /// <param name="shares">The share of nodes at or below each, ascending; shape [L].</param>
    /// <param name="slices">How many equal slices there are; at least 2.</param>
    /// <param name="next">Receives the next epoch's, ascending; shape [L].</param>
    public static void Refine(
        ReadOnlySpan<double> thresholds,
        ReadOnlySpan<double> shares,
        int slices,
        Span<double> next)
    {
        int inner = next.Length - 2;
        int boundaries = slices - 1;
        next[0] = thresholds[0];
        next[^1] = thresholds[^1];
        for (int i = 0; i < inner; i++)
        {
            int boundary = (int)((long)i * boundaries / inner);
            int first = DivideUp((long)boundary * inner, boundaries);
            int count = Math.Max(1, DivideUp((long)(boundary + 1) * inner, boundaries) - first);
            double rank = (boundary + 1.0) / slices;
            next[i + 1] = Spread(thresholds, shares, rank, (i - first + 1.0) / (count + 1));
        }

        next[1..^1].Sort();
    }

    // A point of the gap around a rank; the middle of the spread is the rank itself.
    private static double Spread(
        ReadOnlySpan<double> thresholds, ReadOnlySpan<double> shares, double rank, double part)
    {
        int above = Math.Clamp(FirstNotBelow(shares, rank), 1, shares.Length - 1);
        double low = shares[above - 1];
        double high = shares[above];
        double wanted = part < 0.5
            ? low + (2 * part * (rank - low))
            : rank + (((2 * part) - 1) * (high - rank));
        return AttributeAt(wanted, thresholds, shares);
    }

    private static int DivideUp(long dividend, int divisor) =>
        (int)((dividend + divisor - 1) / divisor);

    private static int FirstNotBelow(ReadOnlySpan<double> sorted, double wanted)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < wanted)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
