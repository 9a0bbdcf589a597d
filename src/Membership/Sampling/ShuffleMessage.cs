using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Sampling;

/// <summary>
/// Body of a shuffle request and reply: sequence (u32), count (u8), then that many descriptors,
/// checked as a whole and then gone through one by one.
/// </summary>
public ref struct ShuffleMessage
{
    private WireReader reader;
    private int left;

    /// <summary>Ties a reply to its request.</summary>
    public uint Sequence { get; private init; }

    /// <summary>Descriptors in the message.</summary>
    public int Count { get; private init; }

    /// <summary>The descriptor that <see cref="MoveNext"/> came to; without an id where only the
    /// short name is told.</summary>
    public Descriptor Current { get; private set; }

    /// <summary>Its short name.</summary>
    public ulong CurrentName { get; private set; }

    /// <summary>Goes on to the next; false after the last.</summary>
    public bool MoveNext()
    {
        if (left == 0)
            return false;
        left--;
        Current = Descriptor.Read(ref reader, out ulong name);
        CurrentName = name;
        return true;
    }

    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ShuffleMessage message)
    {
        var reader = new WireReader(body);
        uint sequence = reader.U32();
        int count = reader.U8();
        message = new ShuffleMessage
        {
            Sequence = sequence,
            Count = count,
            reader = reader,
            left = count,
        };
        if (count > Limits.ShuffleDescriptors)
            return false;
        for (int i = 0; i < count; i++)
            Descriptor.Read(ref reader, out _);
        return reader.Complete;
    }

    /// <summary>Writes the part before the descriptors.</summary>
    public static void WriteHead(ref WireWriter writer, uint sequence, int count)
    {
        Invariant.Holds(count <= Limits.ShuffleDescriptors);
        writer.U32(sequence);
        writer.U8((byte)count);
    }
}
