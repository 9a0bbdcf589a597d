using System.Buffers.Binary;

namespace P2PCS.Protocol.Wire;

/// <summary>
/// Reads little-endian fields from a body. Reading past the end gives zeros and marks the reader
/// as failed: read everything, then ask <see cref="Complete"/> once, and only then act.
/// </summary>
/// <param name="bytes">The body.</param>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;
    private bool failed;

    /// <summary>Whether every field was there and no byte is left over.</summary>
    public readonly bool Complete => !failed && position == bytes.Length;

    /// <summary>Whether a field was missing or broke the grammar.</summary>
    public readonly bool HasFailed => failed;

    /// <summary>Marks the body as not following its grammar unless the condition holds.</summary>
    public void Require(bool condition) => failed |= !condition;

    /// <summary>Reads one byte.</summary>
    public byte U8()
    {
        ReadOnlySpan<byte> field = Take(1);
        return field.IsEmpty ? (byte)0 : field[0];
    }

    /// <summary>Reads two bytes.</summary>
    public ushort U16()
    {
        ReadOnlySpan<byte> field = Take(2);
        return field.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(field);
    }

    /// <summary>Reads four bytes.</summary>
    public uint U32()
    {
        ReadOnlySpan<byte> field = Take(4);
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(field);
    }

    /// <summary>Reads a number of one to five bytes, seven bits each, the lowest first; a
    /// longer form than needed is refused.</summary>
    public uint Compact()
    {
        ulong number = 0;
        byte part = 0x80;
        int shift = 0;
        for (; (part & 0x80) != 0 && shift < 35; shift += 7)
        {
            part = U8();
            number |= (ulong)(part & 0x7F) << shift;
        }

        Require(part < 0x80 && (part != 0 || shift == 7) && number <= uint.MaxValue);
        return (uint)number;
    }

    /// <summary>Reads eight bytes.</summary>
    public ulong U64()
    {
        ReadOnlySpan<byte> field = Take(8);
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(field);
    }

    /// <summary>Reads sixteen bytes.</summary>
    public UInt128 U128()
    {
        ReadOnlySpan<byte> field = Take(16);
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt128LittleEndian(field);
    }

    /// <summary>Reads a digest, 32 bytes.</summary>
    public Digest Digest()
    {
        ReadOnlySpan<byte> field = Take(Protocol.Digest.Length);
        return field.IsEmpty ? default : Protocol.Digest.Read(field);
    }

    /// <summary>Reads a peer's name, 32 bytes; nobody's name is refused.</summary>
    public PeerId PeerId()
    {
        var id = new PeerId(Digest());
        Require(!id.IsNone);
        return id;
    }

    /// <summary>Reads an address, 18 bytes; port 0 is refused.</summary>
    public PeerAddress Address()
    {
        ReadOnlySpan<byte> field = Take(PeerAddress.Length);
        if (field.IsEmpty)
            return default;
        var address = new PeerAddress(
            BinaryPrimitives.ReadUInt128BigEndian(field),
            BinaryPrimitives.ReadUInt16LittleEndian(field[16..]));
        Require(!address.IsNone);
        return address;
    }

    /// <summary>Reads a fence, 8 bytes.</summary>
    public Fence Fence() => new(U32(), U32());

    /// <summary>Reads an amount of machine, 8 bytes.</summary>
    public Resources Resources() => new(U32(), U32());

    /// <summary>Reads some bytes, in place; none where there are fewer.</summary>
    public ReadOnlySpan<byte> Bytes(int length) => Take(length);

    /// <summary>Reads all bytes that are left, in place.</summary>
    public ReadOnlySpan<byte> Rest() => Take(bytes.Length - position);

    private ReadOnlySpan<byte> Take(int length)
    {
        if (failed || bytes.Length - position < length)
        {
            failed = true;
            return default;
        }

        position += length;
        return bytes.Slice(position - length, length);
    }
}
