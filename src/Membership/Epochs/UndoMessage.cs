using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>Takes a push back that had no reply in time, 13 bytes: whoever took it in, and made
/// no exchange since, becomes what it was.</summary>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="Sheet">Number of the sheet.</param>
/// <param name="Sequence">Of the push.</param>
public readonly record struct UndoMessage(ulong Epoch, byte Sheet, uint Sequence)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out UndoMessage message)
    {
        var reader = new WireReader(body);
        message = new UndoMessage(reader.U64(), reader.U8(), reader.U32());
        reader.Require(message.Epoch > 0 && message.Sheet < ExchangeMessage.SheetsMax);
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U64(Epoch);
        writer.U8(Sheet);
        writer.U32(Sequence);
    }
}
