using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>Counts of one direction. One thread counts, any reads.</summary>
public sealed class TrafficLane
{
    /// <summary>Kinds that are told apart; a kind beyond counts as none.</summary>
    public const int Kinds = 64;

    private readonly long[] frames = new long[Kinds];
    private readonly long[] bytes = new long[Kinds];

    /// <summary>Datagrams of all kinds.</summary>
    public long AllFrames => Sum(frames);

    /// <summary>Bytes of all kinds, as handed to or by the socket.</summary>
    public long AllBytes => Sum(bytes);

    /// <summary>Datagrams of one kind.</summary>
    public long Frames(MessageKind kind) => Volatile.Read(ref frames[Index(kind)]);

    /// <summary>Bytes of one kind.</summary>
    public long Bytes(MessageKind kind) => Volatile.Read(ref bytes[Index(kind)]);

    /// <summary>Counts one datagram; always on the same thread.</summary>
    /// <param name="kind">What it was.</param>
    /// <param name="length">Its bytes.</param>
    public void Count(MessageKind kind, int length)
    {
        int at = Index(kind);
        Volatile.Write(ref frames[at], frames[at] + 1);
        Volatile.Write(ref bytes[at], bytes[at] + length);
    }

    internal void CopyTo(Span<long> framesNow, Span<long> bytesNow)
    {
        frames.CopyTo(framesNow);
        bytes.CopyTo(bytesNow);
    }

    private static int Index(MessageKind kind) => (int)kind < Kinds ? (int)kind : 0;

    private static long Sum(long[] counts)
    {
        long sum = 0;
        for (int i = 0; i < counts.Length; i++)
            sum += Volatile.Read(ref counts[i]);
        return sum;
    }
}
