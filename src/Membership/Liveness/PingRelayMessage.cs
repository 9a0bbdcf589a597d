using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>Tells whether a peer answered a ping that was asked for.</summary>
/// <param name="Number">Of the asker's probe.</param>
/// <param name="Answered">Whether it answered.</param>
public readonly record struct PingRelayMessage(uint Number, bool Answered)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PingRelayMessage message)
    {
        var reader = new WireReader(body);
        message = new PingRelayMessage(reader.U32(), reader.U8() == 1);
        return reader.Complete && body[^1] <= 1;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U32(Number);
        writer.U8(Answered ? (byte)1 : (byte)0);
    }
}
