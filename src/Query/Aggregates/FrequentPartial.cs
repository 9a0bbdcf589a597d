using System.Globalization;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// topk: counters of the most frequent values. Exact while there are no more different values
/// than counters; beyond, each count is too low by at most n / (counters + 1). Source: Misra and
/// Gries, 1982; merged as in Agarwal et al., "Mergeable summaries", PODS 2012, section 2.
/// </summary>
internal sealed class FrequentPartial(AggregateSpec spec) : PartialState(spec)
{
    private const int CountersMax = 256;

    /// <summary>Longest state, in bytes.</summary>
    public const int BytesMax = 8 + 2 + (CountersMax * (8 + ValueBytes.ShortBytes));

    private readonly SortedDictionary<Value, long> counters = new(new ByOrder());

    public override int WireBytes
    {
        get
        {
            int bytes = 8 + 2;
            foreach (Value value in counters.Keys)
                bytes += value.WireLength() + 8;
            return bytes;
        }
    }

    private int Kept => Math.Clamp(4 * Spec.Size, 64, CountersMax);

    /// <summary>The values and how often they were seen, as text: <c>a: 12, b: 9</c>.</summary>
    public override Value Result()
    {
        if (Count == 0)
            return Value.Null;
        IEnumerable<string> shown = First().Select(counter => string.Create(
            CultureInfo.InvariantCulture, $"{counter.Key}: {counter.Value}"));
        return Value.Of(string.Join(", ", shown));
    }

    public override IReadOnlyList<IReadOnlyList<Value>> Items() =>
        [.. First().Select(counter =>
            (IReadOnlyList<Value>)[counter.Key, Value.Of(counter.Value)])];

    private protected override bool Accepts(in Value value) => true;

    private protected override void Take(in Value value, ulong ticket)
    {
        Value shown = value.Shortened();
        counters[shown] = counters.GetValueOrDefault(shown) + 1;
        Reduce();
    }

    private protected override void Absorb(PartialState other)
    {
        foreach ((Value value, long count) in ((FrequentPartial)other).counters)
            counters[value] = counters.GetValueOrDefault(value) + count;
        Reduce();
    }

    private protected override void WriteBody(ref WireWriter writer)
    {
        writer.U16((ushort)counters.Count);
        foreach ((Value value, long count) in counters)
        {
            value.Write(ref writer);
            writer.U64((ulong)count);
        }
    }

    private protected override void ReadBody(ref WireReader reader)
    {
        int count = reader.U16();
        reader.Require(count <= Kept);
        long seen = 0;
        for (int i = 0; i < count && !reader.HasFailed; i++)
        {
            bool isValue = Value.TryRead(ref reader, out Value value);
            ulong times = reader.U64();
            reader.Require(isValue && !value.IsNull && times > 0
                && times <= (ulong)(Count - seen));
            if (reader.HasFailed)
                return;
            seen += (long)times;
            Value shown = Spec.Clamp(value).Shortened();
            counters[shown] = counters.GetValueOrDefault(shown) + (long)times;
        }
    }

    private IEnumerable<KeyValuePair<Value, long>> First() =>
        counters.OrderByDescending(counter => counter.Value).Take(Spec.Size);

    // All counters lose what the first that is dropped had.
    private void Reduce()
    {
        if (counters.Count <= Kept)
            return;
        long[] counts = [.. counters.Values.OrderDescending()];
        long lost = counts[Kept];
        foreach (Value value in counters.Keys.ToArray())
        {
            counters[value] -= lost;
            if (counters[value] <= 0)
                counters.Remove(value);
        }
    }

    private sealed class ByOrder : IComparer<Value>
    {
        public int Compare(Value x, Value y) => Value.Order(x, y);
    }
}
