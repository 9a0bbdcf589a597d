using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>Asks a peer to ping another.</summary>
/// <param name="Number">Of the asker's probe; the relay repeats it.</param>
/// <param name="Target">Short name of whom to ping.</param>
public readonly record struct PingRequestMessage(uint Number, ulong Target)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PingRequestMessage message)
    {
        var reader = new WireReader(body);
        message = new PingRequestMessage(reader.U32(), reader.U64());
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U32(Number);
        writer.U64(Target);
    }
}
