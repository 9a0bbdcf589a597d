using System.Buffers.Binary;
using System.Numerics;

namespace P2PCS.Protocol.Wire;

/// <summary>
/// The header of every datagram: 48 bytes, then the body. Offsets: 0 magic "P2", 2 version,
/// 3 kind, 4 body length (u32), 8 CRC-32C of the whole frame with this field zero,
/// 12 sender's boot epoch (u32), 16 sender's id.
/// </summary>
/// <param name="Kind">What the body is.</param>
/// <param name="Epoch">Boot epoch of the sender.</param>
/// <param name="Sender">Who sent it.</param>
public readonly record struct Frame(MessageKind Kind, uint Epoch, PeerId Sender)
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderLength = 48;

    private const ushort Magic = 0x3250;
    private const byte Version = 1;
    private const int KindAt = 3;
    private const int ChecksumAt = 8;

    /// <summary>Checks a datagram's header; the body is not looked at.</summary>
    /// <param name="datagram">What arrived.</param>
    /// <param name="frame">The header, where the answer is <see cref="Refusal.None"/>.</param>
    /// <param name="body">The bytes after the header.</param>
    /// <returns>Why it is refused, or <see cref="Refusal.None"/>.</returns>
    public static Refusal TryRead(
        ReadOnlySpan<byte> datagram, out Frame frame, out ReadOnlySpan<byte> body)
    {
        frame = default;
        body = default;
        if (datagram.Length < HeaderLength)
            return Refusal.TooShort;
        if (datagram.Length > Limits.FrameBytes)
            return Refusal.TooLong;
        if (BinaryPrimitives.ReadUInt16LittleEndian(datagram) != Magic)
            return Refusal.BadMagic;
        if (datagram[2] != Version)
            return Refusal.BadVersion;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(datagram[4..]);
        if (length != datagram.Length - HeaderLength)
            return Refusal.BadLength;
        if (BinaryPrimitives.ReadUInt32LittleEndian(datagram[ChecksumAt..]) != Checksum(datagram))
            return Refusal.BadChecksum;
        frame = new Frame(
            (MessageKind)datagram[KindAt],
            BinaryPrimitives.ReadUInt32LittleEndian(datagram[12..]),
            new PeerId(Digest.Read(datagram[16..])));
        body = datagram[HeaderLength..];
        return frame.Sender.IsNone ? Refusal.BadSender : Refusal.None;
    }

    /// <summary>The kind of a datagram that <see cref="TryRead"/> took.</summary>
    public static MessageKind KindOf(ReadOnlySpan<byte> datagram) => (MessageKind)datagram[KindAt];

    /// <summary>Writes the header before a body that is already in place.</summary>
    /// <param name="datagram">Header and body, exactly.</param>
    public void Seal(Span<byte> datagram)
    {
        Invariant.Holds(datagram.Length is >= HeaderLength and <= Limits.FrameBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(datagram, Magic);
        datagram[2] = Version;
        datagram[KindAt] = (byte)Kind;
        BinaryPrimitives.WriteUInt32LittleEndian(
            datagram[4..], (uint)(datagram.Length - HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(datagram[12..], Epoch);
        Sender.Hash.Write(datagram[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(datagram[ChecksumAt..], Checksum(datagram));
    }

    private static uint Checksum(ReadOnlySpan<byte> datagram)
    {
        uint crc = Crc32C(uint.MaxValue, datagram[..ChecksumAt]);
        crc = BitOperations.Crc32C(crc, 0u);
        return ~Crc32C(crc, datagram[(ChecksumAt + 4)..]);
    }

    private static uint Crc32C(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
