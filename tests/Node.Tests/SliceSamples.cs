using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Slicing.Slices;

namespace P2PCS.Node.Tests;

/// <summary>Random bodies of slicing, and reading them again.</summary>
public static class SliceSamples
{
    private static readonly ushort Fingerprint = SliceColumns.Attributes.Fingerprint;

    public static void Write(MessageKind kind, ref WireWriter body, ref Rng rng)
    {
        byte sheet = (byte)rng.Below(SliceColumns.Attributes.Names.Count);
        var word = new EpochWord(
            1 + (rng.Next() >> 1), rng.Below(2) == 1, (ushort)rng.Next(), (byte)rng.Next());
        if (kind == MessageKind.SliceUndo)
        {
            new UndoMessage(word.Number, sheet, (uint)rng.Next()).Write(ref body);
            return;
        }

        new ExchangeMessage(word, sheet, (uint)rng.Next()).Write(ref body);
        var outcome = (ExchangeOutcome)rng.Below(4);
        if (kind == MessageKind.SliceReply)
            body.U8((byte)outcome);
        if (kind == MessageKind.SlicePush || outcome == ExchangeOutcome.Taken)
            WriteSheet(ref body, ref rng);
    }

    public static bool Again(MessageKind kind, byte[] bytes, ref WireWriter body)
    {
        if (kind == MessageKind.SliceUndo)
        {
            bool isRead = UndoMessage.TryRead(bytes, out UndoMessage undo);
            undo.Write(ref body);
            return isRead;
        }

        var outcome = ExchangeOutcome.Taken;
        bool isHead = kind == MessageKind.SlicePush
            ? ExchangeMessage.TryReadPush(
                bytes, out ExchangeMessage message, out ReadOnlySpan<byte> values)
            : ExchangeMessage.TryReadReply(bytes, out message, out outcome, out values);
        if (!isHead)
            return false;
        message.Write(ref body);
        if (kind == MessageKind.SliceReply)
            body.U8((byte)outcome);
        return values.IsEmpty || AgainSheet(values, ref body);
    }

    /// <summary>A sheet of two thresholds with a sample.</summary>
    public static void Example(ref WireWriter body)
    {
        var shelf = new SampleShelf();
        shelf.Meet(new RankKey(16, 0x2B));
        var sheet = new SliceSheet(shelf);
        sheet.Begin(new RankKey(8, 0x2A), 0x1C, [new RankKey(4, 0x29), new RankKey(8, 0x2A)]);
        body.U16(Fingerprint);
        sheet.Write(ref body);
    }

    private static void WriteSheet(ref WireWriter body, ref Rng rng)
    {
        var shelf = new SampleShelf();
        for (int i = rng.Below(10); i > 0; i--)
            shelf.Meet(Key(ref rng));
        var sheet = new SliceSheet(shelf);
        var keys = new SortedSet<RankKey>();
        for (int i = rng.Below(Thresholds.Most + 1); i > 0; i--)
            keys.Add(Key(ref rng));
        ulong name = keys.Count == 0 ? SliceSheet.NoName : rng.Next() >> 1;
        sheet.Begin(rng.Below(4) == 0 ? null : Key(ref rng), name, [.. keys]);
        for (int i = rng.Below(20); i > 0; i--)
        {
            var other = new SliceSheet(new SampleShelf());
            other.Begin(Key(ref rng), name, [.. keys]);
            sheet.Average(other);
        }

        body.U16(Fingerprint);
        sheet.Write(ref body);
    }

    private static bool AgainSheet(ReadOnlySpan<byte> values, ref WireWriter body)
    {
        var reader = new WireReader(values);
        reader.Require(reader.U16() == Fingerprint);
        var shelf = new SampleShelf();
        var sheet = new SliceSheet(shelf);
        sheet.Read(ref reader);
        if (!reader.Complete)
            return false;
        foreach (RankKey sample in sheet.Passed)
            shelf.Meet(sample);
        body.U16(Fingerprint);
        sheet.Write(ref body);
        return true;
    }

    private static RankKey Key(ref Rng rng) =>
        new(1 + (float)(1e6 * rng.Fraction()), (uint)rng.Next());
}
