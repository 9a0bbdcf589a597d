using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Standing;
using P2PCS.Query.Values;

namespace P2PCS.Node.Tests;

/// <summary>Random bodies of the standing aggregates, and reading them again.</summary>
public static class StandingSamples
{
    private static readonly StandingColumns Columns = StandingColumns.OfPeers;

    public static void Write(MessageKind kind, ref WireWriter body, ref Rng rng)
    {
        byte sheet = (byte)rng.Below(4);
        var word = new EpochWord(
            1 + (rng.Next() >> 1), rng.Below(2) == 1, (ushort)rng.Next(), (byte)rng.Next());
        if (kind == MessageKind.AggregateUndo)
        {
            new UndoMessage(word.Number, sheet, (uint)rng.Next()).Write(ref body);
            return;
        }

        // A push of no epoch asks for it.
        bool isAsk = kind == MessageKind.AggregatePush && rng.Below(8) == 0;
        if (isAsk)
            (word, sheet) = (new EpochWord(0, false, 0, word.Watch), 0);
        new ExchangeMessage(word, sheet, isAsk ? 0 : (uint)rng.Next()).Write(ref body);
        var outcome = (ExchangeOutcome)rng.Below(4);
        if (kind == MessageKind.AggregateReply)
            body.U8((byte)outcome);
        if (kind == MessageKind.AggregateReply ? outcome == ExchangeOutcome.Taken : !isAsk)
            WriteValues(sheet, ref body, ref rng);
    }

    public static bool Again(MessageKind kind, byte[] bytes, ref WireWriter body)
    {
        if (kind == MessageKind.AggregateUndo)
        {
            bool isRead = UndoMessage.TryRead(bytes, out UndoMessage undo);
            undo.Write(ref body);
            return isRead;
        }

        ExchangeMessage message;
        ReadOnlySpan<byte> values;
        if (kind == MessageKind.AggregatePush)
        {
            if (!ExchangeMessage.TryReadPush(bytes, out message, out values))
                return false;
            message.Write(ref body);
        }
        else
        {
            if (!ExchangeMessage.TryReadReply(
                bytes, out message, out ExchangeOutcome outcome, out values))
            {
                return false;
            }

            message.Write(ref body);
            body.U8((byte)outcome);
        }

        return values.IsEmpty || AgainValues(message.Sheet, values, ref body);
    }

    private static void WriteValues(byte sheet, ref WireWriter body, ref Rng rng)
    {
        if (sheet > 0)
            body.U16(Columns.Fingerprint);
        switch (sheet)
        {
            case 0:
                Mixed(ref rng, () => new InstanceMap(), (map, ref draw) => map.Begin(0.9, ref draw))
                    .Write(ref body);
                break;
            case 1:
                Mixed(ref rng, () => new MomentTable(Columns),
                    (table, ref draw) => table.Begin(new DrawnRow(ref draw))).Write(ref body);
                break;
            case 2:
                Mixed(ref rng, () => new LabelTable(Columns),
                    (table, ref draw) => table.Begin(new DrawnRow(ref draw))).Write(ref body);
                break;
            default:
                Mixed(ref rng, () => new BucketTable(Columns),
                    (table, ref draw) => table.Begin(new DrawnRow(ref draw), null))
                    .Write(ref body);
                break;
        }
    }

    private static bool AgainValues(byte sheet, ReadOnlySpan<byte> values, ref WireWriter body) =>
        sheet switch
        {
            0 => AgainState(new InstanceMap(), false, values, ref body),
            1 => AgainState(new MomentTable(Columns), true, values, ref body),
            2 => AgainState(new LabelTable(Columns), true, values, ref body),
            _ => AgainState(new BucketTable(Columns), true, values, ref body),
        };

    private static bool AgainState<T>(
        T state, bool hasPrint, ReadOnlySpan<byte> values, ref WireWriter body)
        where T : SheetState<T>
    {
        var reader = new WireReader(values);
        if (hasPrint)
            reader.Require(reader.U16() == Columns.Fingerprint);
        state.Read(ref reader);
        if (!reader.Complete)
            return false;
        if (hasPrint)
            body.U16(Columns.Fingerprint);
        state.Write(ref body);
        return true;
    }

    private static T Mixed<T>(ref Rng rng, Func<T> make, Beginning<T> begin)
        where T : SheetState<T>
    {
        T mixed = make();
        begin(mixed, ref rng);
        for (int i = rng.Below(20); i > 0; i--)
        {
            T other = make();
            begin(other, ref rng);
            mixed.Average(other);
        }

        return mixed;
    }

    private delegate void Beginning<in T>(T state, ref Rng rng);

    private sealed class DrawnRow : Row
    {
        private readonly Value[] values = new Value[Columns.Table.Columns.Count];

        public DrawnRow(ref Rng rng)
        {
            foreach (int column in Columns.Numbers)
                values[column] = rng.Below(4) == 0 ? Value.Null : Value.Of(rng.Fraction() * 1e6);
            foreach (int column in Columns.Labels)
                values[column] = Value.Of(new string('é', rng.Below(20)));
        }

        public override Value this[int column] => values[column];
    }
}
