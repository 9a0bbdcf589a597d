using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>One row of an answer.</summary>
/// <param name="Order">What it is ordered by.</param>
/// <param name="Shown">Its columns.</param>
/// <param name="Ticket">Its lot.</param>
public sealed record KeptRow(Value[] Order, Value[] Shown, ulong Ticket)
{
    internal int WireBytes =>
        8 + Order.Sum(value => value.WireLength()) + Shown.Sum(value => value.WireLength());

    internal void Write(ref WireWriter writer)
    {
        writer.U64(Ticket);
        foreach (Value value in Order)
            value.Write(ref writer);
        foreach (Value value in Shown)
            value.Write(ref writer);
    }

    internal static KeptRow? Read(RowShape shape, ref WireReader reader)
    {
        ulong ticket = reader.U64();
        var order = new Value[shape.Descending.Count];
        var shown = new Value[shape.Columns];
        for (int i = 0; i < order.Length && !reader.HasFailed; i++)
            Value.TryRead(ref reader, out order[i]);
        for (int i = 0; i < shown.Length && !reader.HasFailed; i++)
            Value.TryRead(ref reader, out shown[i]);
        return reader.HasFailed ? null : new KeptRow(order, shown, ticket);
    }
}
