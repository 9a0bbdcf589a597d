using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Leases;

/// <summary>How a machine's promises are said, told and written down.</summary>
internal static class LeaseLine
{
    public static LeaseAnswerMessage Answer(
        in LeaseRequestMessage request, LeaseOutcome outcome, TimeSpan span) => new(
            request.Request,
            request.Verb,
            outcome,
            request.Fence,
            (uint)span.TotalMilliseconds,
            request.Renewal);

    public static void Notify(in Lease lease, uint milliseconds, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        new LeaseNoticeMessage(lease.Request, lease.Fence, milliseconds).Write(ref body);
        outbox.Send(lease.Address, MessageKind.LeaseNotice, body);
    }

    public static NodeEvent Event(NodeEventKind kind, in Lease lease) =>
        new(kind, lease.Customer, lease.Subcloud, lease.Fence.Counter);

    public static UInt128 KeyOf(Fence fence) => new(fence.Epoch, fence.Counter);

    public static void Write(in Lease lease, Outbox outbox)
    {
        WireWriter value = outbox.Open();
        value.PeerId(lease.Customer);
        value.U128(lease.Subcloud);
        value.Resources(lease.Resources);
        value.U8(lease.Active ? (byte)1 : (byte)0);
        outbox.Write(RecordKind.Lease, KeyOf(lease.Fence), value);
    }
}
