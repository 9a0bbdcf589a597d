using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Leases;

/// <summary>Body of the answer to a reservation: request, outcome (u8), fence, status, and the
/// other controller where the outcome is elsewhere.</summary>
/// <param name="Request">The request it answers.</param>
/// <param name="Outcome">Anything but stale.</param>
/// <param name="Fence">The hold's fence, where granted.</param>
/// <param name="Status">What the machine has left.</param>
public readonly record struct OfferMessage(
    UInt128 Request, LeaseOutcome Outcome, Fence Fence, PeerStatus Status)
{
    /// <summary>For whom the machine serves the subcloud, where the outcome is elsewhere.
    /// </summary>
    public PeerId Controller { get; init; }

    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out OfferMessage message)
    {
        var reader = new WireReader(body);
        message = new OfferMessage(
            reader.U128(), (LeaseOutcome)reader.U8(), reader.Fence(), PeerStatus.Read(ref reader));
        if (message.Outcome == LeaseOutcome.Elsewhere)
            message = message with { Controller = reader.PeerId() };
        reader.Require(message.Outcome <= LeaseOutcome.Elsewhere);
        reader.Require(message.Fence.IsNone == (message.Outcome != LeaseOutcome.Granted));
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Request);
        writer.U8((byte)Outcome);
        writer.Fence(Fence);
        Status.Write(ref writer);
        if (Outcome == LeaseOutcome.Elsewhere)
            writer.PeerId(Controller);
    }
}
