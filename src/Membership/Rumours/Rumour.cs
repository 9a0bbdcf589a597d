using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Rumours;

/// <summary>
/// What is told of a peer: kind (u8; 128 is added where the address is IPv6), the peer, its boot
/// epoch (u32) and its incarnation (u32), then what goes with the kind. Whoever joins is named in
/// full; a known peer by its short name, the last 8 bytes of its name.
/// </summary>
/// <param name="Kind">What is told.</param>
/// <param name="Id">The peer, where it is named in full.</param>
/// <param name="Short">Its short name.</param>
/// <param name="Epoch">Boot epoch it is told of.</param>
/// <param name="Incarnation">The peer counts this up to answer what is told of it.</param>
/// <remarks>
/// Source: Das, Gupta, Motivala, "SWIM", DSN 2002, sections 4.1 and 4.2 (piggybacking and
/// incarnations).
/// </remarks>
public readonly record struct Rumour(
    RumourKind Kind, PeerId Id, ulong Short, uint Epoch, uint Incarnation)
{
    /// <summary>Most bytes that one takes.</summary>
    public const int MostBytes = 1 + PeerId.Length + 8 + PeerAddress.Length + PeerStatus.Length;

    private const byte Wide = 0x80;
    private const int NarrowAddress = 6;

    /// <summary>Where the peer is reached; for one that joined.</summary>
    public PeerAddress Address { get; init; }

    /// <summary>What it offers; for one that joined or is alive.</summary>
    public PeerStatus Status { get; init; }

    /// <summary>Short name of who could not reach it; for a suspicion.</summary>
    public ulong By { get; init; }

    /// <summary>The short name of a peer.</summary>
    public static ulong ShortOf(PeerId id) => id.Hash.D;

    /// <summary>What is told of a peer of a table.</summary>
    /// <param name="peers">The table.</param>
    /// <param name="handle">The peer, or <see cref="News.Self"/>.</param>
    /// <param name="kind">What is told.</param>
    /// <param name="by">For a suspicion: who could not reach it.</param>
    public static Rumour Of(PeerTable peers, int handle, RumourKind kind, ulong by = 0)
    {
        if (handle == News.Self)
        {
            Descriptor self = peers.Self;
            return new Rumour(
                kind, self.Id, ShortOf(self.Id), self.Epoch, peers.OwnIncarnation)
            {
                Address = self.Address,
                Status = peers.OwnStatus,
            };
        }

        ref Peer row = ref peers[handle];
        return new Rumour(kind, row.Id, ShortOf(row.Id), row.Epoch, row.Incarnation)
        {
            Address = row.Address,
            Status = row.Status,
            By = by,
        };
    }

    /// <summary>Reads one; a body that breaks the grammar marks the reader as failed.</summary>
    public static Rumour Read(ref WireReader reader)
    {
        byte head = reader.U8();
        bool wide = (head & Wide) != 0;
        var kind = (RumourKind)(head & ~Wide);
        reader.Require(kind is >= RumourKind.Joined and <= RumourKind.Accused);
        reader.Require(!wide || kind == RumourKind.Joined);
        bool joined = kind == RumourKind.Joined;
        PeerId id = joined ? reader.PeerId() : default;
        ulong name = joined ? ShortOf(id) : reader.U64();
        var rumour = new Rumour(kind, id, name, reader.U32(), reader.U32());
        return kind switch
        {
            RumourKind.Joined => rumour with
            {
                Address = ReadAddress(ref reader, wide),
                Status = PeerStatus.Read(ref reader),
            },
            RumourKind.Alive => rumour with { Status = PeerStatus.Read(ref reader) },
            RumourKind.Suspect => rumour with { By = reader.U64() },
            _ => rumour,
        };
    }

    /// <summary>Writes it.</summary>
    public void Write(ref WireWriter writer)
    {
        bool joined = Kind == RumourKind.Joined;
        bool wide = joined && !Address.IsNarrow;
        writer.U8((byte)((byte)Kind | (wide ? Wide : 0)));
        if (joined)
            writer.PeerId(Id);
        else
            writer.U64(Short);
        writer.U32(Epoch);
        writer.U32(Incarnation);
        if (wide)
            writer.Address(Address);
        else if (joined)
            WriteNarrow(ref writer, Address);
        if (Kind is RumourKind.Joined or RumourKind.Alive)
            Status.Write(ref writer);
        if (Kind == RumourKind.Suspect)
            writer.U64(By);
    }

    /// <summary>Reads an address: 18 bytes, or 6 for IPv4, which has no other form.</summary>
    public static PeerAddress ReadAddress(ref WireReader reader, bool wide)
    {
        if (wide)
        {
            PeerAddress read = reader.Address();
            reader.Require(!read.IsNarrow);
            return read;
        }

        ReadOnlySpan<byte> bytes = reader.Bytes(NarrowAddress);
        if (bytes.IsEmpty)
            return default;
        PeerAddress address = PeerAddress.Narrow(bytes[..4], (ushort)(bytes[4] | bytes[5] << 8));
        reader.Require(!address.IsNone);
        return address;
    }

    /// <summary>Writes an IPv4 address and port, 6 bytes.</summary>
    public static void WriteNarrow(ref WireWriter writer, PeerAddress address)
    {
        writer.U8((byte)(address.Ip >> 24));
        writer.U8((byte)(address.Ip >> 16));
        writer.U8((byte)(address.Ip >> 8));
        writer.U8((byte)address.Ip);
        writer.U16(address.Port);
    }
}
