using System.Text;
using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Values;

public readonly partial struct Value
{
    /// <summary>Longest text on the wire, in bytes of UTF-8; longer text is cut at a whole
    /// character. Our guess: no name, label or reason needs more.</summary>
    public const int TextBytes = 512;

    /// <summary>Most bytes that <see cref="Write"/> takes.</summary>
    public const int WireBytes = 1 + 2 + TextBytes;

    /// <summary>Writes one byte of kind and unit, then what it holds: nothing, a byte, eight
    /// bytes, or a length and UTF-8.</summary>
    /// <param name="writer">Has room for <see cref="WireBytes"/>.</param>
    public void Write(ref WireWriter writer)
    {
        writer.U8((byte)((byte)Kind | ((byte)Unit << 4)));
        switch (Kind)
        {
            case ValueKind.Null:
                break;
            case ValueKind.Bool:
                writer.U8((byte)bits);
                break;
            case ValueKind.Text or ValueKind.Version:
                WriteText(ref writer);
                break;
            default:
                writer.U64((ulong)bits);
                break;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <returns>False where the bytes follow no such grammar: an unknown kind or unit, a number
    /// that is not finite, text too long or not UTF-8. The reader has then failed.</returns>
    public static bool TryRead(ref WireReader reader, out Value value)
    {
        byte head = reader.U8();
        var kind = (ValueKind)(head & 0x0F);
        var unit = (Unit)(head >> 4);
        reader.Require(kind <= ValueKind.Version && unit <= Unit.Ratio
            && (unit == Unit.None || kind is ValueKind.Int or ValueKind.Float));
        value = Null;
        if (!reader.HasFailed)
            value = ReadBody(kind, unit, ref reader);
        if (reader.HasFailed)
            value = Null;
        return !reader.HasFailed;
    }

    private static Value ReadBody(ValueKind kind, Unit unit, ref WireReader reader)
    {
        switch (kind)
        {
            case ValueKind.Null:
                return Null;
            case ValueKind.Bool:
                byte truth = reader.U8();
                reader.Require(truth <= 1);
                return Of(truth == 1);
            case ValueKind.Text or ValueKind.Version:
                return new Value(kind, Unit.None, 0, ReadText(ref reader));
            case ValueKind.Float:
                Value number = Of(BitConverter.Int64BitsToDouble((long)reader.U64()), unit);
                reader.Require(!number.IsNull);
                return number;
            default:
                return new Value(kind, unit, (long)reader.U64());
        }
    }

    private void WriteText(ref WireWriter writer)
    {
        Span<byte> buffer = stackalloc byte[TextBytes];
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(AsText, buffer, flush: true, out _, out int used, out _);
        writer.Compact((uint)used);
        writer.Bytes(buffer[..used]);
    }

    private static string ReadText(ref WireReader reader)
    {
        uint length = reader.Compact();
        reader.Require(length <= TextBytes);
        if (reader.HasFailed)
            return "";
        ReadOnlySpan<byte> utf8 = reader.Bytes((int)length);
        reader.Require(System.Text.Unicode.Utf8.IsValid(utf8));
        return reader.HasFailed ? "" : Encoding.UTF8.GetString(utf8);
    }
}
