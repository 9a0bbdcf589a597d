using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>Head of a push and of its reply, 17 bytes; in a reply an outcome follows. The rest is
/// the sheet's values.</summary>
/// <param name="Epoch">The sender's epoch.</param>
/// <param name="Sheet">Number of the sheet.</param>
/// <param name="Sequence">Ties the reply and the undo to the push.</param>
public readonly record struct ExchangeMessage(EpochWord Epoch, byte Sheet, uint Sequence)
{
    /// <summary>Most sheets of a kernel; fewer ones it checks itself.</summary>
    public const int SheetsMax = 16;

    /// <summary>Takes a push apart.</summary>
    /// <param name="body">What a peer sent.</param>
    /// <param name="message">Its head.</param>
    /// <param name="values">The sheet's values, not looked at; none in a push of no epoch, which
    /// asks for the epoch.</param>
    /// <returns>False where it is none.</returns>
    public static bool TryReadPush(
        ReadOnlySpan<byte> body, out ExchangeMessage message, out ReadOnlySpan<byte> values)
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
        out ExchangeMessage message,
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

    private static ExchangeMessage Read(ref WireReader reader)
    {
        var message = new ExchangeMessage(
            EpochWord.Read(ref reader), reader.U8(), reader.U32());
        reader.Require(message.Sheet < SheetsMax);
        return message;
    }
}
