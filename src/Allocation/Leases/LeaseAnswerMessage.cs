using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Leases;

/// <summary>Body of the answer to an operation: request, verb, outcome (u8), fence,
/// ms (u32), renewal (u32).</summary>
/// <param name="Request">As in the operation.</param>
/// <param name="Verb">What was asked.</param>
/// <param name="Outcome">Granted or stale.</param>
/// <param name="Fence">Which lease.</param>
/// <param name="Milliseconds">How long a renewed lease lasts from when it was asked for; the
/// machine may grant less than it was asked.</param>
/// <param name="Renewal">As in the operation.</param>
public readonly record struct LeaseAnswerMessage(
    UInt128 Request,
    LeaseVerb Verb,
    LeaseOutcome Outcome,
    Fence Fence,
    uint Milliseconds,
    uint Renewal)
{
    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out LeaseAnswerMessage message)
    {
        var reader = new WireReader(body);
        message = new LeaseAnswerMessage(
            reader.U128(),
            (LeaseVerb)reader.U8(),
            (LeaseOutcome)reader.U8(),
            reader.Fence(),
            reader.U32(),
            reader.U32());
        reader.Require(message.Verb <= LeaseVerb.Release);
        reader.Require(message.Outcome <= LeaseOutcome.Stale);
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Request);
        writer.U8((byte)Verb);
        writer.U8((byte)Outcome);
        writer.Fence(Fence);
        writer.U32(Milliseconds);
        writer.U32(Renewal);
    }
}
