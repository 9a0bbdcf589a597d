using P2PCS.Membership.Epochs;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Aggregation;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>
/// Sheet 3: of each numeric column the share of all peers in each bucket of a histogram. The
/// bounds follow the smallest and largest value of an earlier epoch; whoever has other bounds than
/// its first partner takes the partner's.
/// </summary>
/// <remarks>Source: <see cref="Histogram"/>; bounds that follow the values as in Adam2, ICDCS
/// 2010.</remarks>
public sealed class BucketTable : SheetState<BucketTable>
{
    /// <summary>Buckets of a column. Our guess: what fits a frame; a bucket of factors spans a
    /// quarter of its value when the column spans three orders of magnitude.</summary>
    public const int Buckets = 32;

    private readonly StandingColumns columns;
    private readonly BucketScale[] scales;
    private readonly bool[] isFresh;
    private readonly double[] bounds;
    private readonly double[] shares;
    private readonly double[] values;

    /// <summary>Empty histograms.</summary>
    /// <param name="columns">Of which columns.</param>
    public BucketTable(StandingColumns columns)
    {
        int count = columns.Numbers.Length;
        this.columns = columns;
        scales = new BucketScale[count];
        isFresh = new bool[count];
        bounds = new double[count * (Buckets - 1)];
        shares = new double[count * Buckets];
        values = new double[count];
    }

    /// <summary>The share of all peers in each bucket.</summary>
    public ReadOnlySpan<double> Shares(int number) =>
        shares.AsSpan(number * Buckets, Buckets);

    /// <summary>The bounds between the buckets, in units of the column's range.</summary>
    public ReadOnlySpan<double> Bounds(int number) =>
        bounds.AsSpan(number * (Buckets - 1), Buckets - 1);

    /// <summary>Begins an epoch with a peer's own row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="extremes">The smallest and largest values of an earlier epoch; null where
    /// none is known.</param>
    public void Begin(Row row, MomentTable? extremes)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            (double low, double high) = extremes?.Extremes(i) ?? (1, 0);
            values[i] = columns.UnitOf(row, i) ?? double.NaN;
            Begin(i, BucketScale.Around(low, high));
        }
    }

    /// <inheritdoc/>
    public override void Adopt(BucketTable theirs)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            if (Yields(i) && scales[i] != theirs.scales[i])
                Begin(i, theirs.scales[i]);
        }
    }

    /// <inheritdoc/>
    public override void CopyFrom(BucketTable other)
    {
        other.scales.CopyTo(scales, 0);
        other.isFresh.CopyTo(isFresh, 0);
        other.bounds.CopyTo(bounds, 0);
        other.shares.CopyTo(shares, 0);
        other.values.CopyTo(values, 0);
    }

    /// <inheritdoc/>
    public override void Write(ref WireWriter writer)
    {
        foreach (BucketScale scale in scales)
        {
            writer.U8(scale.Low);
            writer.U8(scale.High);
        }

        foreach (ref double share in shares.AsSpan())
            share = UnitHalf.Write(ref writer, share);
    }

    /// <inheritdoc/>
    public override void Read(ref WireReader reader)
    {
        foreach (ref BucketScale scale in scales.AsSpan())
        {
            scale = new BucketScale(reader.U8(), reader.U8());
            reader.Require(scale.Low < scale.High);
        }

        foreach (ref double share in shares.AsSpan())
            share = UnitHalf.Read(ref reader);
    }

    /// <inheritdoc/>
    public override void Average(BucketTable theirs)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            if (scales[i] == theirs.scales[i])
            {
                Averaging.Merge(shares.AsSpan(i * Buckets, Buckets), theirs.Shares(i));
                isFresh[i] = false;
            }
            else if (Yields(i))
            {
                // The partner has not taken this peer's value in.
                Begin(i, theirs.scales[i]);
            }
        }
    }

    // Also newcomers that met each other first: without extremes they have the full scale.
    private bool Yields(int number) => isFresh[number] || scales[number] == BucketScale.Full;

    private void Begin(int number, BucketScale scale)
    {
        bool isRatio = columns.Table.Columns[columns.Numbers[number]].Unit == Unit.Ratio;
        Span<double> between = bounds.AsSpan(number * (Buckets - 1), Buckets - 1);
        Span<double> own = shares.AsSpan(number * Buckets, Buckets);
        scales[number] = scale;
        isFresh[number] = true;
        scale.Fill(between, isRatio);
        if (double.IsNaN(values[number]))
            own.Clear();
        else
            Histogram.Start(values[number], between, own);
    }
}
