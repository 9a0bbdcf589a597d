using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Aggregates;
using P2PCS.Query.Values;

namespace P2PCS.Simulation.Tests.Queries;

/// <summary>Answers to <c>SELECT avg(load1), count(*)</c> that a liar makes up.</summary>
internal static class AbsurdAnswer
{
    private const int Head = 1 + 16 + 4;

    public static bool IsAnswer(byte[] frame) => frame[0] == (byte)MessageKind.QueryAnswer;

    /// <summary>Peers that a frame says it counted.</summary>
    public static int Peers(byte[] frame)
    {
        var reader = new WireReader(frame.AsSpan(Head));
        return (int)reader.Compact();
    }

    /// <summary>The frame with so many peers, each with a load beyond all bounds.</summary>
    public static byte[] Of(byte[] frame, int peers)
    {
        var table = new GroupTable(new GroupShape(0,
        [
            new AggregateSpec(AggregateKind.Average), new AggregateSpec(AggregateKind.Count),
        ]));
        for (int i = 0; i < Math.Min(peers, 1000); i++)
            table.Add([], [Value.Of(1e290), Value.True], 0);

        table.SetOnePeer();
        var bytes = new byte[Head + (12 * 5) + table.WireBytes];
        frame.AsSpan(0, Head).CopyTo(bytes);
        var writer = new WireWriter(bytes.AsSpan(Head));
        writer.Compact((uint)peers);
        for (int i = 0; i < 11; i++)
            writer.Compact(0);
        table.Write(ref writer);
        return bytes[..(Head + writer.Length)];
    }
}
