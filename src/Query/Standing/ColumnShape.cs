using P2PCS.Protocol;
using P2PCS.Query.Aggregation;

namespace P2PCS.Query.Standing;

/// <summary>The distribution of one numeric column over the peers that have a value. Immutable.
/// </summary>
public sealed class ColumnShape
{
    private readonly StandingColumns columns;
    private readonly int number;
    private readonly double[] bounds;
    private readonly double[] shares;

    internal ColumnShape(
        StandingColumns columns, int number, BucketTable buckets, Instant asOf)
    {
        this.columns = columns;
        this.number = number;
        bounds = buckets.Bounds(number).ToArray();
        shares = buckets.Shares(number).ToArray();
        AsOf = asOf;
        double sum = shares.Sum();
        for (int i = 0; i < shares.Length && sum > 0; i++)
            shares[i] /= sum;
    }

    /// <summary>Start of the epoch that it is of.</summary>
    public Instant AsOf { get; }

    /// <summary>The value below which a share of the peers lies, by a line in its bucket.
    /// </summary>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>The value, and how far the true one may be off by the width of its bucket; both
    /// in the column's unit.</returns>
    public (double Value, double Error) Percentile(double share)
    {
        double unit = Histogram.Quantile(share, bounds, shares);
        int above = bounds.AsSpan().BinarySearch(unit);
        above = above >= 0 ? above : ~above;
        double value = columns.NumberOf(unit, number);
        double low = columns.NumberOf(bounds[Math.Max(above - 1, 0)], number);
        double high = columns.NumberOf(bounds[Math.Min(above, bounds.Length - 1)], number);
        return (value, Math.Max(high - value, value - low));
    }
}
