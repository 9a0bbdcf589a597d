using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Sealing;

/// <summary>
/// The small answers. Cookie: index of the one who asked (u32), cookie (u128). Unknown: index that
/// is not known (u32). Refused: index of the one who asked (u32), reason (u8).
/// </summary>
/// <param name="To">The index it is about: the receiver's own in a cookie or a refusal, the
/// sender's in an unknown.</param>
/// <param name="Cookie">The cookie, in a cookie.</param>
/// <param name="Reason">The number of the reason, in a refusal; never 0 there.</param>
public readonly record struct NoticeMessage(uint To, UInt128 Cookie, byte Reason)
{
    /// <summary>Length of a type's content, in bytes; 0 for types that are none of these.
    /// </summary>
    public static int LengthOf(DatagramType type) => type switch
    {
        DatagramType.Cookie => 20,
        DatagramType.Unknown => 4,
        DatagramType.Refused => 5,
        _ => 0,
    };

    /// <summary>Reads a whole content.</summary>
    public static bool TryRead(
        DatagramType type, ReadOnlySpan<byte> content, out NoticeMessage message)
    {
        var reader = new WireReader(content);
        uint to = reader.U32();
        UInt128 cookie = type == DatagramType.Cookie ? reader.U128() : 0;
        byte reason = type == DatagramType.Refused ? reader.U8() : (byte)0;
        message = new NoticeMessage(to, cookie, reason);
        reader.Require(type != DatagramType.Refused || reason != 0);
        return reader.Complete;
    }

    /// <summary>Writes the content.</summary>
    public void Write(DatagramType type, Span<byte> content)
    {
        var writer = new WireWriter(content);
        writer.U32(To);
        if (type == DatagramType.Cookie)
            writer.U128(Cookie);
        if (type == DatagramType.Refused)
            writer.U8(Reason);
    }
}
