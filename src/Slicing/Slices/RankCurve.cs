using P2PCS.Protocol;

namespace P2PCS.Slicing.Slices;

/// <summary>The distribution of an attribute as an epoch found it: the share of peers at or below
/// each of some places. Immutable.</summary>
/// <remarks>Source: as <see cref="Ranks.Distribution"/>, with places that tell equal values apart.
/// </remarks>
public sealed class RankCurve
{
    private readonly RankKey[] keys;
    private readonly double[] shares;
    private readonly double noise;
    private readonly double half;

    /// <summary>Reads a sheet.</summary>
    /// <param name="sheet">At the end of an epoch; some peer has a value.</param>
    /// <param name="noise">How far off a share may be.</param>
    /// <param name="peers">Peers there are, whether or not they have a value.</param>
    public RankCurve(SliceSheet sheet, double noise, double peers)
    {
        Invariant.Holds(sheet.Presence > 0);
        this.noise = noise;
        half = 0.5 / Math.Max(1, peers * sheet.Presence);
        var knots = new List<(RankKey Key, double Share)> { (sheet.Least, 0) };
        double highest = 0;
        for (int i = 0; i < sheet.Thresholds.Length; i++)
        {
            // What was averaged may be a little out of order.
            highest = Math.Clamp(sheet.Shares[i] / sheet.Presence, highest, 1);
            if (sheet.Thresholds[i] > knots[^1].Key && sheet.Thresholds[i] < sheet.Most)
                knots.Add((sheet.Thresholds[i], highest));
            else if (sheet.Thresholds[i] == sheet.Least)
                knots[0] = (sheet.Least, highest);
        }

        knots.Add((sheet.Most, 1));
        keys = [.. knots.Select(knot => knot.Key)];
        shares = [.. knots.Select(knot => knot.Share)];
    }

    /// <summary>The smallest and the largest value.</summary>
    public (double Low, double High) Extremes => (keys[0].Value, keys[^1].Value);

    /// <summary>Where a peer stands.</summary>
    /// <param name="key">Its value.</param>
    public RankPlace Place(RankKey key)
    {
        (double low, double share, double high) = Interpolate(key);
        // The peer itself is among those at or below it.
        double rank = Math.Clamp(share - half, 0, RankPlace.Below1);
        double error = Math.Max(share - low, high - share) + noise;
        return new RankPlace(rank, Math.Min(1, error), false);
    }

    /// <summary>The share of peers at or below a place.</summary>
    /// <param name="key">The place.</param>
    public double ShareAt(RankKey key) => Interpolate(key).Share;

    /// <summary>The place at a rank: the inverse of <see cref="Place"/>, as exactly.</summary>
    /// <param name="rank">From 0 to 1.</param>
    public RankKey KeyAt(double rank)
    {
        int above = Reaches(rank);
        if (above == 0)
            return keys[0];
        double height = shares[above] - shares[above - 1];
        double way = height > 0 ? Math.Min(1, (rank - shares[above - 1]) / height) : 1;
        return RankKey.Between(keys[above - 1], keys[above], way);
    }

    // A share, and those of the knots that it lies between.
    private (double Low, double Share, double High) Interpolate(RankKey key)
    {
        int above = Above(key);
        if (above == keys.Length)
            return (1, 1, 1);
        double high = shares[above];
        if (key == keys[above])
            return (high, high, high);
        if (above == 0)
            return (0, 0, high);
        double low = shares[above - 1];
        double way = RankKey.WayOf(key, keys[above - 1], keys[above]);
        return (low, low + (way * (high - low)), high);
    }

    // First knot at or above a key; as many as there are knots where none is.
    private int Above(RankKey key)
    {
        int found = Array.BinarySearch(keys, key);
        return found >= 0 ? found : ~found;
    }

    // First knot whose share is a rank or more.
    private int Reaches(double rank)
    {
        int above = 0;
        while (above < shares.Length - 1 && shares[above] < rank)
            above++;
        return above;
    }
}
