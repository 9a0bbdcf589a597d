using P2PCS.Membership.Rumours;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Peers;

/// <summary>A peer as others tell of it.</summary>
/// <param name="Id">Who.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Epoch">Its boot epoch.</param>
/// <param name="Age">Cycles since the named peer made this descriptor.</param>
/// <remarks>Source: Jelasity et al., "Gossip-based peer sampling", ACM TOCS 25(3), 2007, 2.1.
/// </remarks>
public readonly record struct Descriptor(PeerId Id, PeerAddress Address, uint Epoch, ushort Age)
{
    /// <summary>Most bytes that one takes on the wire.</summary>
    public const int MostBytes = 2 + PeerId.Length + 4 + PeerAddress.Length;

    /// <summary>Bytes of one by its short name.</summary>
    public const int ShortBytes = 2 + 8;

    private const byte Narrow = 0;
    private const byte Wide = 1;
    private const byte ByName = 2;

    /// <summary>Reads a descriptor: form (u8), age (u8), then the peer, its boot epoch (u32) and
    /// its address; or only its short name, for one that the reader should know.</summary>
    /// <param name="reader">Where it is.</param>
    /// <param name="name">The short name.</param>
    /// <returns>The descriptor; without an id where only the short name is told.</returns>
    public static Descriptor Read(ref WireReader reader, out ulong name)
    {
        byte form = reader.U8();
        byte age = reader.U8();
        reader.Require(form <= ByName);
        if (form == ByName)
        {
            name = reader.U64();
            return new Descriptor(default, default, 0, age);
        }

        PeerId id = reader.PeerId();
        name = Rumour.ShortOf(id);
        uint epoch = reader.U32();
        PeerAddress address = Rumour.ReadAddress(ref reader, form == Wide);
        return new Descriptor(id, address, epoch, age);
    }

    /// <summary>Writes a descriptor in full.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U8(Address.IsNarrow ? Narrow : Wide);
        writer.U8((byte)Math.Min(Age, byte.MaxValue));
        writer.PeerId(Id);
        writer.U32(Epoch);
        if (Address.IsNarrow)
            Rumour.WriteNarrow(ref writer, Address);
        else
            writer.Address(Address);
    }

    /// <summary>Writes a descriptor by its short name.</summary>
    public void WriteShort(ref WireWriter writer)
    {
        writer.U8(ByName);
        writer.U8((byte)Math.Min(Age, byte.MaxValue));
        writer.U64(Rumour.ShortOf(Id));
    }
}
