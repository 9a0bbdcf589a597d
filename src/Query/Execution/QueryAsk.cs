using System.Diagnostics.CodeAnalysis;
using System.Text;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Execution;

/// <summary>Be responsible for the peers of a range, and answer with what is known of theirs.
/// </summary>
/// <param name="Query">The query.</param>
/// <param name="Number">The asker's number for the range, repeated in the answer.</param>
/// <param name="Range">The peers; the one that is asked is one of them.</param>
public sealed record QueryAsk(UInt128 Query, uint Number, IdRange Range)
{
    private const byte WishFlag = 1;

    /// <summary>Bytes besides the text.</summary>
    public const int HeadLength = 16 + 4 + IdRange.Length + 2 + 1 + 8 + PeerId.Length + 2;

    /// <summary>After what time the answer is of no use any more, in milliseconds.</summary>
    public ushort Budget { get; init; }

    /// <summary>Whether standing aggregates are wished to be fresh from now on.</summary>
    public bool Wish { get; init; }

    /// <summary>What now() says, in milliseconds since 1970 in UTC.</summary>
    public long NowMilliseconds { get; init; }

    /// <summary>On whose behalf, as the asker says.</summary>
    public PeerId Origin { get; init; }

    /// <summary>The query's text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Writes it.</summary>
    /// <param name="writer">Has room for <see cref="HeadLength"/> and the text.</param>
    /// <param name="text">The text in UTF-8.</param>
    public void Write(ref WireWriter writer, ReadOnlySpan<byte> text)
    {
        writer.U128(Query);
        writer.U32(Number);
        Range.Write(ref writer);
        writer.U16(Budget);
        writer.U8(Wish ? WishFlag : (byte)0);
        writer.U64((ulong)NowMilliseconds);
        writer.PeerId(Origin);
        writer.U16((ushort)text.Length);
        writer.Bytes(text);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; false where it is no such body.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out QueryAsk? ask)
    {
        var reader = new WireReader(body);
        ask = new QueryAsk(reader.U128(), reader.U32(), IdRange.Read(ref reader))
        {
            Budget = reader.U16(),
            Wish = ReadFlags(ref reader),
            NowMilliseconds = (long)reader.U64(),
            Origin = reader.PeerId(),
            Text = ReadText(ref reader),
        };
        if (!reader.Complete)
            ask = null;
        return ask is not null;
    }

    private static bool ReadFlags(ref WireReader reader)
    {
        byte flags = reader.U8();
        reader.Require(flags <= WishFlag);
        return flags == WishFlag;
    }

    private static string ReadText(ref WireReader reader)
    {
        int length = reader.U16();
        reader.Require(length is > 0 and <= Question.TextBytes);
        ReadOnlySpan<byte> utf8 = reader.HasFailed ? default : reader.Bytes(length);
        reader.Require(System.Text.Unicode.Utf8.IsValid(utf8));
        return reader.HasFailed ? "" : Encoding.UTF8.GetString(utf8);
    }
}
