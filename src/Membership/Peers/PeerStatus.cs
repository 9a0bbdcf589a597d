using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Peers;

/// <summary>What a peer tells of its machine in each ping and pong; 17 bytes.</summary>
/// <param name="Total">What it offers in all.</param>
/// <param name="Free">What is neither held nor leased.</param>
/// <param name="Accepts">Whether it takes tasks at all.</param>
public readonly record struct PeerStatus(Resources Total, Resources Free, bool Accepts)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 17;

    /// <summary>Reads a status.</summary>
    public static PeerStatus Read(ref WireReader reader)
    {
        Resources total = reader.Resources();
        Resources free = reader.Resources();
        byte accepts = reader.U8();
        reader.Require(accepts <= 1 && free.FitsIn(total));
        return new PeerStatus(total, free, accepts == 1);
    }

    /// <summary>Writes a status.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.Resources(Total);
        writer.Resources(Free);
        writer.U8(Accepts ? (byte)1 : (byte)0);
    }
}
