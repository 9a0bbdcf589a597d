using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>count(*) and count(x).</summary>
internal sealed class CountPartial(AggregateSpec spec) : PartialState(spec)
{
    public override int WireBytes => 8;

    public override Value Result() => Value.Of(Count);

    private protected override bool Accepts(in Value value) => true;

    private protected override void Take(in Value value, ulong ticket)
    {
    }

    private protected override void Absorb(PartialState other)
    {
    }

    private protected override void WriteBody(ref WireWriter writer)
    {
    }

    private protected override void ReadBody(ref WireReader reader)
    {
    }
}
