using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>Head of a ping and of its pong, 24 to 51 bytes; rumours follow.</summary>
/// <param name="Number">Ties the pong to its ping.</param>
/// <param name="Incarnation">The sender's own.</param>
/// <param name="Digest">Of the sender's roster.</param>
/// <param name="Status">What the sender has free.</param>
/// <param name="Place">Where the sender is in the space of round trips.</param>
/// <param name="Accused">What is told of the receiver: alive if nothing, suspect or unreachable.
/// </param>
/// <param name="AccusedAt">Which incarnation of the receiver that is told of.</param>
/// <remarks>Source for the accusation: Lifeguard, arXiv 1707.00788, section IV.C (buddy system).
/// </remarks>
public readonly record struct ProbeMessage(
    uint Number,
    uint Incarnation,
    ulong Digest,
    PeerStatus Status,
    Coordinate Place,
    PeerState Accused,
    uint AccusedAt)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body, out ProbeMessage message, out RumourList rumours)
    {
        var reader = new WireReader(body);
        message = new ProbeMessage(
            reader.U32(),
            reader.Compact(),
            reader.U64(),
            PeerStatus.Read(ref reader),
            Coordinate.Read(ref reader),
            ReadAccused(ref reader),
            0);
        if (message.Accused != PeerState.Alive)
            message = message with { AccusedAt = reader.Compact() };
        bool isRead = RumourList.TryRead(reader.Rest(), out rumours);
        return isRead && reader.Complete;
    }

    /// <summary>Writes the head.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U32(Number);
        writer.Compact(Incarnation);
        writer.U64(Digest);
        Status.Write(ref writer);
        Place.Write(ref writer);
        writer.U8((byte)(Accused switch
        {
            PeerState.Suspect => 1,
            PeerState.Unreachable or PeerState.Left => 2,
            _ => 0,
        }));
        if (Accused is PeerState.Suspect or PeerState.Unreachable or PeerState.Left)
            writer.Compact(AccusedAt);
    }

    private static PeerState ReadAccused(ref WireReader reader)
    {
        byte accused = reader.U8();
        reader.Require(accused <= 2);
        return accused switch
        {
            1 => PeerState.Suspect,
            2 => PeerState.Unreachable,
            _ => PeerState.Alive,
        };
    }
}
