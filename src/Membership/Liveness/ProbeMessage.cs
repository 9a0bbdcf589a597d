using P2PCS.Membership.Peers;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>Body of a ping and of its pong: number (u32), then the sender's status.</summary>
/// <param name="Number">Ties the pong to its ping.</param>
/// <param name="Status">What the sender has free.</param>
public readonly record struct ProbeMessage(uint Number, PeerStatus Status)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ProbeMessage message)
    {
        var reader = new WireReader(body);
        message = new ProbeMessage(reader.U32(), PeerStatus.Read(ref reader));
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U32(Number);
        Status.Write(ref writer);
    }
}
