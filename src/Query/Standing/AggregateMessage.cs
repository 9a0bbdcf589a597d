using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Standing;

/// <summary>Head of a push and of its reply, 17 bytes; in a reply an outcome follows. The rest is
/// the sheet's values.</summary>
/// <param name="Epoch">The sender's epoch.</param>
/// <param name="Sheet">Number of the sheet.</param>
/// <param name="Sequence">Ties the reply and the undo to the push.</param>
public readonly record struct AggregateMessage(EpochWord Epoch, byte Sheet, uint Sequence)
{
    /// <summary>Sheets there are: the count, moments, labels and histograms.</summary>
    public const int Sheets = 4;

    /// <summary>Takes a push apart.</summary>
    /// <param name="body">What a peer sent.</param>
    /// <param name="message">Its head.</param>
    /// <param name="values">The sheet's values, not looked at; none in a push of no epoch, which
    /// asks for the epoch.</param>
    /// <returns>False where it is none.</returns>
    public static bool TryReadPush(
        ReadOnlySpan<byte> body, out AggregateMessage message, out ReadOnlySpan<byte> values)
    {
        var reader = new WireReader(body);
        message = Read(ref reader);
        values = reader.Rest();
        reader.Require(message.Epoch.Number == 0
            ? values.IsEmpty && message.Sheet == 0 && message.Sequence == 0
            : !values.IsEmpty);
        return reader.Complete;
    }

    /// <summary>Takes a reply apart.</summary>
    /// <param name="body">What a peer sent.</param>
    /// <param name="message">Its head.</param>
    /// <param name="outcome">What became of the push.</param>
    /// <param name="values">The sheet's values, not looked at, if the push was taken.</param>
    /// <returns>False where it is none.</returns>
    public static bool TryReadReply(
        ReadOnlySpan<byte> body,
        out AggregateMessage message,
        out ExchangeOutcome outcome,
        out ReadOnlySpan<byte> values)
    {
        var reader = new WireReader(body);
        message = Read(ref reader);
        outcome = (ExchangeOutcome)reader.U8();
        values = reader.Rest();
        reader.Require(outcome <= ExchangeOutcome.Foreign);
        reader.Require(values.IsEmpty == (outcome != ExchangeOutcome.Taken));
        return reader.Complete;
    }

    /// <summary>Writes the head.</summary>
    public void Write(ref WireWriter writer)
    {
        Epoch.Write(ref writer);
        writer.U8(Sheet);
        writer.U32(Sequence);
    }

    private static AggregateMessage Read(ref WireReader reader)
    {
        var message = new AggregateMessage(
            EpochWord.Read(ref reader), reader.U8(), reader.U32());
        reader.Require(message.Sheet < Sheets);
        return message;
    }
}
