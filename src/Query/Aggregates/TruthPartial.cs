using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>bool_and and bool_or.</summary>
internal sealed class TruthPartial(AggregateSpec spec) : PartialState(spec)
{
    private long truths;

    public override int WireBytes => 8 + 8;

    public override Value Result() => Count == 0
        ? Value.Null
        : Value.Of(Spec.Kind == AggregateKind.BoolAnd ? truths == Count : truths > 0);

    private protected override bool Accepts(in Value value) => value.Kind == ValueKind.Bool;

    private protected override void Take(in Value value, ulong ticket) =>
        truths += value.IsTrue ? 1 : 0;

    private protected override void Absorb(PartialState other) =>
        truths += ((TruthPartial)other).truths;

    private protected override void WriteBody(ref WireWriter writer) =>
        writer.U64((ulong)truths);

    private protected override void ReadBody(ref WireReader reader)
    {
        ulong read = reader.U64();
        reader.Require(read <= (ulong)Count);
        truths = reader.HasFailed ? 0 : (long)read;
    }
}
