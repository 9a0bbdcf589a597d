using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>
/// sample and any: the inputs of the rows with the lowest lots. The same in every order, and each
/// row as likely as any other. Source: Cohen and Kaplan, "Summarizing data using bottom-k
/// sketches", PODC 2007.
/// </summary>
internal sealed class SamplePartial(AggregateSpec spec) : PartialState(spec)
{
    private readonly SortedDictionary<ulong, Value> lots = [];

    public override int WireBytes
    {
        get
        {
            int bytes = 8 + 1;
            foreach (Value value in lots.Values)
                bytes += 8 + value.WireLength();
            return bytes;
        }
    }

    /// <summary>The value itself where one is wanted, else texts with commas between.</summary>
    public override Value Result()
    {
        if (lots.Count == 0)
            return Value.Null;
        return Spec.Size == 1
            ? lots.First().Value
            : Value.Of(string.Join(", ", lots.Values.Select(value => value.ToString())));
    }

    public override IReadOnlyList<IReadOnlyList<Value>> Items() =>
        [.. lots.Values.Select(value => (IReadOnlyList<Value>)[value])];

    private protected override bool Accepts(in Value value) => true;

    private protected override void Take(in Value value, ulong ticket) =>
        Put(ticket, value.Shortened());

    private protected override void Absorb(PartialState other)
    {
        foreach ((ulong lot, Value value) in ((SamplePartial)other).lots)
            Put(lot, value);
    }

    private protected override void WriteBody(ref WireWriter writer)
    {
        writer.U8((byte)lots.Count);
        foreach ((ulong lot, Value value) in lots)
        {
            writer.U64(lot);
            value.Write(ref writer);
        }
    }

    private protected override void ReadBody(ref WireReader reader)
    {
        int count = reader.U8();
        reader.Require(count <= Spec.Size && count <= Count);
        for (int i = 0; i < count && !reader.HasFailed; i++)
        {
            ulong lot = reader.U64();
            bool isValue = Value.TryRead(ref reader, out Value value);
            reader.Require(isValue && !value.IsNull);
            if (!reader.HasFailed)
                Put(lot, Spec.Clamp(value).Shortened());
        }
    }

    private void Put(ulong lot, Value value)
    {
        lots.TryAdd(lot, value);
        if (lots.Count > Spec.Size)
            lots.Remove(lots.Last().Key);
    }
}
