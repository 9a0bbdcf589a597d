using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>min and max, of any comparable values.</summary>
internal sealed class ExtremePartial(AggregateSpec spec) : PartialState(spec)
{
    private Value extreme;

    public override int WireBytes => 8 + Value.WireBytes;

    public override Value Result() => extreme;

    private protected override bool Accepts(in Value value) => true;

    private protected override void Take(in Value value, ulong ticket)
    {
        int order = extreme.IsNull ? 0 : Value.Order(value, extreme);
        if (extreme.IsNull || (Spec.Kind == AggregateKind.Min ? order < 0 : order > 0))
            extreme = value;
    }

    private protected override void Absorb(PartialState other)
    {
        Value found = ((ExtremePartial)other).extreme;
        if (!found.IsNull)
            Take(found, 0);
    }

    private protected override void WriteBody(ref WireWriter writer) => extreme.Write(ref writer);

    private protected override void ReadBody(ref WireReader reader)
    {
        if (!Value.TryRead(ref reader, out Value read))
            return;
        reader.Require(read.IsNull == (Count == 0));
        extreme = Spec.Clamp(read);
    }
}
