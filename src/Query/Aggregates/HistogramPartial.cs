using System.Globalization;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// histogram: counts between multiples of a power of two. The step is the least one with which
/// the wanted number of buckets covers all inputs, so it is the same in whatever order they come,
/// and no range need be known before.
/// </summary>
internal sealed class HistogramPartial(AggregateSpec spec) : PartialState(spec)
{
    // A step is never finer than this part of the largest input: bucket numbers stay exact.
    private const int Fineness = 20;
    private const int StepMax = 1023;

    private readonly SortedDictionary<long, long> buckets = [];
    private int step = int.MinValue;

    public override int WireBytes => 8 + 2 + 1 + (16 * buckets.Count);

    /// <summary>The buckets that are not empty, as text: <c>[0, 8): 5, [8, 16): 2</c>.</summary>
    public override Value Result()
    {
        if (Count == 0)
            return Value.Null;
        double width = Math.ScaleB(1, step);
        return Value.Of(string.Join(", ", buckets.Select(bucket => string.Create(
            CultureInfo.InvariantCulture,
            $"[{bucket.Key * width}, {(bucket.Key + 1) * width}): {bucket.Value}"))));
    }

    public override IReadOnlyList<IReadOnlyList<Value>> Items()
    {
        double width = Math.ScaleB(1, step);
        return [.. buckets.Select(bucket => (IReadOnlyList<Value>)
        [
            Value.Of(bucket.Key * width, Spec.Unit),
            Value.Of((bucket.Key + 1) * width, Spec.Unit),
            Value.Of(bucket.Value),
        ])];
    }

    private protected override bool Accepts(in Value value) => value.IsNumber;

    private protected override void Take(in Value value, ulong ticket)
    {
        double number = value.AsNumber;
        Coarsen(number == 0 ? -StepMax : Math.Max(-StepMax, Math.ILogB(number) - Fineness));
        long bucket = (long)Math.Floor(Math.ScaleB(number, -step));
        buckets[bucket] = buckets.GetValueOrDefault(bucket) + 1;
        Fit();
    }

    private protected override void Absorb(PartialState other)
    {
        var histogram = (HistogramPartial)other;
        if (histogram.buckets.Count == 0)
            return;
        Coarsen(histogram.step);
        foreach ((long bucket, long count) in histogram.buckets)
        {
            long wider = bucket >> Math.Min(step - histogram.step, 63);
            buckets[wider] = buckets.GetValueOrDefault(wider) + count;
        }

        Fit();
    }

    private protected override void WriteBody(ref WireWriter writer)
    {
        writer.U16((ushort)(buckets.Count == 0 ? 0 : step + StepMax + Fineness));
        writer.U8((byte)buckets.Count);
        foreach ((long bucket, long count) in buckets)
        {
            writer.U64((ulong)bucket);
            writer.U64((ulong)count);
        }
    }

    private protected override void ReadBody(ref WireReader reader)
    {
        int read = reader.U16() - StepMax - Fineness;
        int count = reader.U8();
        reader.Require(read <= StepMax && count <= Spec.Size && (count > 0) == (Count > 0));
        long seen = 0;
        for (int i = 0; i < count && !reader.HasFailed; i++)
        {
            var bucket = (long)reader.U64();
            ulong times = reader.U64();
            reader.Require(Math.Abs(bucket / 2) <= 1L << Fineness
                && times > 0 && times <= (ulong)(Count - seen));
            if (reader.HasFailed)
                return;
            step = read;
            seen += (long)times;
            bucket = Bounded(bucket);
            buckets[bucket] = buckets.GetValueOrDefault(bucket) + (long)times;
        }

        reader.Require(seen == Count);
        if (!reader.HasFailed && count > 0)
            Fit();
    }

    private long Bounded(long bucket)
    {
        double low = Math.Floor(Math.ScaleB(Spec.Low, -step));
        double high = Math.Floor(Math.ScaleB(Spec.High, -step));
        return (long)Math.Clamp(bucket, low, high);
    }

    private void Coarsen(int least)
    {
        if (least <= step)
            return;
        int doublings = (int)Math.Min((long)least - step, 63);
        step = least;
        if (buckets.Count == 0)
            return;
        (long Bucket, long Count)[] finer =
            [.. buckets.Select(bucket => (bucket.Key, bucket.Value))];
        buckets.Clear();
        foreach ((long bucket, long count) in finer)
        {
            long wider = bucket >> doublings;
            buckets[wider] = buckets.GetValueOrDefault(wider) + count;
        }
    }

    private void Fit()
    {
        while (buckets.Keys.Last() - buckets.Keys.First() >= Spec.Size && step < StepMax)
            Coarsen(step + 1);
    }
}
