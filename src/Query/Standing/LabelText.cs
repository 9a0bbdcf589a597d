using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Standing;

/// <summary>A short text as a value: at most <see cref="LabelTable.TextBytes"/> bytes of UTF-8.
/// </summary>
internal struct LabelText
{
    private Room bytes;
    private byte length;

    /// <summary>A text, cut at a whole character where it is too long.</summary>
    public static LabelText Of(string text)
    {
        var label = default(LabelText);
        Utf8.FromUtf16(text, label.bytes, out _, out int written);
        label.length = (byte)written;
        return label;
    }

    /// <summary>Reads a length and as many bytes; what is empty, too long or not UTF-8 is
    /// refused.</summary>
    public static LabelText Read(ref WireReader reader)
    {
        var label = default(LabelText);
        int size = reader.U8();
        reader.Require(size is > 0 and <= LabelTable.TextBytes);
        ReadOnlySpan<byte> read = reader.Bytes(reader.HasFailed ? 0 : size);
        reader.Require(Utf8.IsValid(read));
        read.CopyTo(label.bytes);
        label.length = (byte)read.Length;
        return label;
    }

    /// <summary>By the bytes, as numbers.</summary>
    public static int Order(in LabelText a, in LabelText b)
    {
        ReadOnlySpan<byte> first = a.bytes;
        ReadOnlySpan<byte> second = b.bytes;
        return first[..a.length].SequenceCompareTo(second[..b.length]);
    }

    /// <summary>Writes the length and the bytes.</summary>
    public readonly void Write(ref WireWriter writer)
    {
        ReadOnlySpan<byte> all = bytes;
        writer.U8(length);
        writer.Bytes(all[..length]);
    }

    /// <inheritdoc/>
    public override readonly string ToString()
    {
        ReadOnlySpan<byte> all = bytes;
        return Encoding.UTF8.GetString(all[..length]);
    }

    [InlineArray(LabelTable.TextBytes)]
    private struct Room
    {
        private byte first;
    }
}
