using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Sampling;

/// <summary>
/// Body of a shuffle request and reply: sequence (u32), count (u8), then that many descriptors.
/// </summary>
public ref struct ShuffleMessage
{
    private readonly ReadOnlySpan<byte> descriptors;

    private ShuffleMessage(uint sequence, ReadOnlySpan<byte> descriptors)
    {
        Sequence = sequence;
        this.descriptors = descriptors;
    }

    /// <summary>Ties a reply to its request.</summary>
    public uint Sequence { get; }

    /// <summary>Descriptors in the message.</summary>
    public readonly int Count => descriptors.Length / Descriptor.Length;

    /// <summary>One descriptor.</summary>
    public readonly Descriptor this[int index]
    {
        get
        {
            var reader = new WireReader(descriptors[(index * Descriptor.Length)..]);
            return Descriptor.Read(ref reader);
        }
    }

    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ShuffleMessage message)
    {
        message = default;
        if (body.Length < 5)
            return false;
        var reader = new WireReader(body);
        uint sequence = reader.U32();
        int count = reader.U8();
        if (count > Limits.ShuffleDescriptors)
            return false;
        for (int i = 0; i < count; i++)
            Descriptor.Read(ref reader);
        if (!reader.Complete)
            return false;
        message = new ShuffleMessage(sequence, body[5..]);
        return true;
    }

    /// <summary>Writes the part before the descriptors.</summary>
    public static void WriteHead(ref WireWriter writer, uint sequence, int count)
    {
        Invariant.Holds(count <= Limits.ShuffleDescriptors);
        writer.U32(sequence);
        writer.U8((byte)count);
    }
}
