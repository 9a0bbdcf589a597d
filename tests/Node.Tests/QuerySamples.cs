using System.Text;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Execution;
using P2PCS.Query.Values;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

/// <summary>Bodies of the queries' kinds, and reading them again; the question is
/// <c>SELECT count(*) FROM peers</c>.</summary>
internal static class QuerySamples
{
    public const string Text = "SELECT count(*) FROM peers";
    private const int TallyNumbers = 12;

    private static readonly GroupShape Shape =
        new(0, [new AggregateSpec(AggregateKind.Count)]);

    public static void Write(MessageKind kind, ref WireWriter body, ref Rng rng)
    {
        if (kind == MessageKind.QueryAsk)
        {
            Digest name = Seed.Digest(ref rng);
            var last = new Digest(ulong.MaxValue, rng.Next(), rng.Next(), rng.Next());
            var range = new IdRange(new Digest(0, name.B, name.C, name.D), last);
            Ask(rng.NextName(), range, Seed.Peer(ref rng), ref body);
            return;
        }

        body.U128(rng.NextName());
        body.U32((uint)rng.Next());
        if (kind == MessageKind.QueryRefusal)
            body.U8((byte)rng.Below(6));
        else
            Answer(1 + rng.Below(100), ref body);
    }

    /// <summary>An ask for a range.</summary>
    public static void Ask(UInt128 query, IdRange range, PeerId origin, ref WireWriter body)
    {
        var ask = new QueryAsk(query, 7, range)
        {
            Budget = 2400,
            Wish = true,
            NowMilliseconds = 1_700_000_000_000,
            Origin = origin,
        };
        ask.Write(ref body, Encoding.UTF8.GetBytes(Text));
    }

    /// <summary>The tally and the state of an answer of so many peers.</summary>
    public static void Answer(int peers, ref WireWriter body)
    {
        body.Compact((uint)peers);
        for (int i = 1; i < TallyNumbers; i++)
            body.Compact(0);
        var table = new GroupTable(Shape);
        for (int i = 0; i < peers; i++)
            table.Add([], [Value.True], 0);
        table.SetOnePeer();
        table.Write(ref body);
    }

    public static bool Again(MessageKind kind, byte[] bytes, ref WireWriter body)
    {
        if (kind == MessageKind.QueryAsk)
        {
            if (!QueryAsk.TryRead(bytes, out QueryAsk? ask))
                return false;
            ask.Write(ref body, Encoding.UTF8.GetBytes(ask.Text));
            return true;
        }

        var reader = new WireReader(bytes);
        body.U128(reader.U128());
        body.U32(reader.U32());
        if (kind == MessageKind.QueryRefusal)
        {
            byte reason = reader.U8();
            body.U8(reason);
            return reader.Complete && reason <= (byte)QueryDenial.TooCostly;
        }

        for (int i = 0; i < TallyNumbers; i++)
            body.Compact(reader.Compact());
        GroupTable table = GroupTable.Read(Shape, new Bounds(100, 100), ref reader);
        table.Write(ref body);
        return reader.Complete;
    }
}
