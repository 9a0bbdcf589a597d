using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Leases;

/// <summary>Body of a machine's word about a lease that nobody asked for: request (u128), fence,
/// ms (u32).</summary>
/// <param name="Request">Name of the reservation it goes back to.</param>
/// <param name="Fence">Which lease.</param>
/// <param name="Milliseconds">The lease ends after this long at the latest, because the machine is
/// drained; <see cref="NoDeadline"/> sets no time, zero says that it has ended.</param>
public readonly record struct LeaseNoticeMessage(UInt128 Request, Fence Fence, uint Milliseconds)
{
    /// <summary>The machine is drained, and its owner has set no time.</summary>
    public const uint NoDeadline = uint.MaxValue;

    /// <summary>Whether the lease has ended already.</summary>
    public bool IsOver => Milliseconds == 0;

    /// <summary>Checks a whole body; false changes nothing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out LeaseNoticeMessage message)
    {
        var reader = new WireReader(body);
        message = new LeaseNoticeMessage(reader.U128(), reader.Fence(), reader.U32());
        reader.Require(!message.Fence.IsNone);
        return reader.Complete;
    }

    /// <summary>Writes the body.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U128(Request);
        writer.Fence(Fence);
        writer.U32(Milliseconds);
    }
}
