using System.Buffers.Binary;

namespace P2PCS.Protocol.Wire;

/// <summary>Writes little-endian fields into a buffer that must be long enough.</summary>
/// <param name="buffer">Where to write; too short a buffer is a programmer's error.</param>
public ref struct WireWriter(Span<byte> buffer)
{
    private readonly Span<byte> buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Writes one byte over one that was written.</summary>
    public readonly void Patch(int at, byte value) => buffer[at] = value;

    /// <summary>Writes one byte.</summary>
    public void U8(byte value) => Take(1)[0] = value;

    /// <summary>Writes two bytes.</summary>
    public void U16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>Writes four bytes.</summary>
    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Writes a number of one to five bytes, seven bits each, the lowest first.
    /// </summary>
    public void Compact(uint value)
    {
        for (; value > 0x7F; value >>= 7)
            U8((byte)(value | 0x80));
        U8((byte)value);
    }

    /// <summary>Writes eight bytes.</summary>
    public void U64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>Writes sixteen bytes.</summary>
    public void U128(UInt128 value) =>
        BinaryPrimitives.WriteUInt128LittleEndian(Take(16), value);

    /// <summary>Writes bytes as they are.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Writes a digest, 32 bytes.</summary>
    public void Digest(Digest value) => value.Write(Take(Protocol.Digest.Length));

    /// <summary>Writes a peer's name, 32 bytes.</summary>
    public void PeerId(PeerId value) => Digest(value.Hash);

    /// <summary>Writes an address, 18 bytes.</summary>
    public void Address(PeerAddress value)
    {
        BinaryPrimitives.WriteUInt128BigEndian(Take(16), value.Ip);
        U16(value.Port);
    }

    /// <summary>Writes a fence, 8 bytes.</summary>
    public void Fence(Fence value)
    {
        U32(value.Epoch);
        U32(value.Counter);
    }

    /// <summary>Writes an amount of machine, 8 bytes.</summary>
    public void Resources(Resources value)
    {
        U32(value.CpuMilli);
        U32(value.MemMiB);
    }

    private Span<byte> Take(int length)
    {
        Span<byte> field = buffer.Slice(Length, length);
        Length += length;
        return field;
    }
}
