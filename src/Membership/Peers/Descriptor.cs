using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Peers;

/// <summary>A peer as others tell of it; 56 bytes.</summary>
/// <param name="Id">Who.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Epoch">Its boot epoch.</param>
/// <param name="Age">Cycles since the named peer made this descriptor.</param>
/// <remarks>Source: Jelasity et al., "Gossip-based peer sampling", ACM TOCS 25(3), 2007, 2.1.
/// </remarks>
public readonly record struct Descriptor(PeerId Id, PeerAddress Address, uint Epoch, ushort Age)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = PeerId.Length + PeerAddress.Length + 4 + 2;

    /// <summary>Reads a descriptor.</summary>
    public static Descriptor Read(ref WireReader reader) =>
        new(reader.PeerId(), reader.Address(), reader.U32(), reader.U16());

    /// <summary>Writes a descriptor.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.PeerId(Id);
        writer.Address(Address);
        writer.U32(Epoch);
        writer.U16(Age);
    }
}
