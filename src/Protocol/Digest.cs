using System.Buffers.Binary;
using System.Globalization;

namespace P2PCS.Protocol;

/// <summary>A SHA-256 value: the name of some bytes. Compares as a big-endian number.</summary>
/// <param name="A">Bytes 0 to 7, big-endian.</param>
/// <param name="B">Bytes 8 to 15, big-endian.</param>
/// <param name="C">Bytes 16 to 23, big-endian.</param>
/// <param name="D">Bytes 24 to 31, big-endian.</param>
public readonly record struct Digest(ulong A, ulong B, ulong C, ulong D) : IComparable<Digest>
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 32;

    /// <summary>Whether every bit is zero: no digest at all.</summary>
    public bool IsNone => (A | B | C | D) == 0;

    /// <summary>Reads the first 32 bytes of <paramref name="bytes"/>; there must be as many.
    /// </summary>
    public static Digest Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>Writes 32 bytes into <paramref name="bytes"/>; there must be room.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], D);
    }

    /// <summary>Reads 64 hexadecimal digits; anything else is refused with false.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Length];
        digest = default;
        if (text.Length != 2 * Length)
            return false;
        for (int i = 0; i < Length; i++)
        {
            if (!char.IsAsciiHexDigit(text[2 * i]) || !char.IsAsciiHexDigit(text[(2 * i) + 1]))
                return false;
            bytes[i] = byte.Parse(
                text.Slice(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        digest = Read(bytes);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Digest other)
    {
        int order = A.CompareTo(other.A);
        if (order == 0)
            order = B.CompareTo(other.B);
        if (order == 0)
            order = C.CompareTo(other.C);
        return order == 0 ? D.CompareTo(other.D) : order;
    }

    /// <summary>The low bits: a hash is already uniform.</summary>
    public override int GetHashCode() => (int)D;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come after the other.</summary>
    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come before the other.</summary>
    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}
