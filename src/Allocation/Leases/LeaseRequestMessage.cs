using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Leases;

/// <summary>Body of an operation on a lease: request (u128), verb (u8), fence, ms (u32),
/// renewal (u32).</summary>
/// <param name="Request">Name of the reservation it goes back to.</param>
/// <param name="Verb">What is asked.</param>
/// <param name="Fence">Which lease.</param>
/// <param name="Milliseconds">How long it shall last from now, for a renewal.</param>
/// <param name="Renewal">Which renewal, so that a late answer is not taken for a new one.</param>
public readonly record struct LeaseRequestMessage(
    UInt128 Request, LeaseVerb Verb, Fence Fence, uint Milliseconds, uint Renewal)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out LeaseRequestMessage message)
    {
        var reader = new WireReader(body);
        message = new LeaseRequestMessage(
            reader.U128(),
            (LeaseVerb)reader.U8(),
            reader.Fence(),
            reader.U32(),
            reader.U32());
        reader.Require(message.Verb <= LeaseVerb.Release && !message.Fence.IsNone);
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Request);
        writer.U8((byte)Verb);
        writer.Fence(Fence);
        writer.U32(Milliseconds);
        writer.U32(Renewal);
    }
}
