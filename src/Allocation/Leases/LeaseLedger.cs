using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Allocation.Leases;

/// <summary>
/// The machine's side of leases: the only authority over its own resources. What it grants is
/// written durably before the answer leaves, lapses by this machine's clock alone, and needs
/// nobody to be freed.
/// </summary>
/// <remarks>
/// Source: Gray and Cheriton, "Leases", SOSP 1989, section 2; fences as in
/// <see cref="Fence"/>. A restart raises the boot epoch, so every earlier fence is stale.
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="epoch">Boot epoch of this machine.</param>
public sealed class LeaseLedger(LeaseOptions options, uint epoch)
{
    private readonly Lease[] leases = new Lease[Limits.Leases];
    private int count;
    private uint granted;

    /// <summary>Holds and leases as they stand, in no order.</summary>
    public ReadOnlySpan<Lease> Leases => leases.AsSpan(0, count);

    /// <summary>What this machine offers and has left.</summary>
    public PeerStatus Status { get; private set; }

    /// <summary>When the next hold or lease lapses.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Sets what the machine offers; what is already promised stays promised.</summary>
    public void Offer(Resources total, bool accepts)
    {
        Status = Status with { Total = total, Accepts = accepts };
        Changed();
    }

    /// <summary>The active lease with that fence held by that customer.</summary>
    public bool TryFind(Fence fence, PeerId customer, out Lease lease)
    {
        int index = IndexOf(fence);
        lease = index >= 0 ? leases[index] : default;
        return index >= 0 && lease.Active && lease.Customer == customer;
    }

    /// <summary>Lets what has lapsed go.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (now < NextDeadline)
            return;
        for (int i = count - 1; i >= 0; i--)
        {
            if (leases[i].ExpiresAt <= now)
                End(i, NodeEventKind.LeaseLapsed, outbox);
        }

        Changed();
    }

    /// <summary>Answers a reservation or an operation on a lease.</summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (kind == MessageKind.Reserve)
        {
            if (!ReserveMessage.TryRead(body, out ReserveMessage reserve))
                return Refusal.BadBody;
            Tick(now, outbox);
            OfferMessage offer = Reserve(now, sender.Id, reserve, outbox);
            WireWriter answer = outbox.Open();
            offer.Write(ref answer);
            outbox.Send(sender.Address, MessageKind.Offer, answer);
        }
        else
        {
            if (!LeaseRequestMessage.TryRead(body, out LeaseRequestMessage request))
                return Refusal.BadBody;
            Tick(now, outbox);
            LeaseAnswerMessage done = Operate(now, sender.Id, request, outbox);
            WireWriter answer = outbox.Open();
            done.Write(ref answer);
            outbox.Send(sender.Address, MessageKind.LeaseAnswer, answer);
        }

        return Refusal.None;
    }

    /// <summary>Ends everything: the machine is going.</summary>
    public void Close(Outbox outbox)
    {
        Status = Status with { Accepts = false };
        for (int i = count - 1; i >= 0; i--)
            End(i, NodeEventKind.LeaseReleased, outbox);
        Changed();
    }

    private OfferMessage Reserve(
        Instant now, PeerId customer, in ReserveMessage request, Outbox outbox)
    {
        for (int i = 0; i < count; i++)
        {
            if (leases[i].Request == request.Request && leases[i].Customer == customer)
                return Answer(request, LeaseOutcome.Granted, leases[i].Fence);
        }

        if (!Status.Accepts)
            return Answer(request, LeaseOutcome.Declined, default);
        if (!request.Resources.FitsIn(Status.Free) || count == leases.Length)
            return Answer(request, LeaseOutcome.Full, default);
        var lease = new Lease(
            new Fence(epoch, ++granted),
            request.Request,
            customer,
            request.Subcloud,
            request.Resources,
            Active: false,
            now + options.Hold);
        leases[count++] = lease;
        Write(lease, outbox);
        outbox.Tell(Event(NodeEventKind.LeaseHeld, lease));
        Changed();
        return Answer(request, LeaseOutcome.Granted, lease.Fence);
    }

    private OfferMessage Answer(in ReserveMessage request, LeaseOutcome outcome, Fence fence) =>
        new(request.Request, outcome, fence, Status);

    private LeaseAnswerMessage Operate(
        Instant now, PeerId customer, in LeaseRequestMessage request, Outbox outbox)
    {
        int index = IndexOf(request.Fence);
        if (index < 0 || leases[index].Customer != customer)
            return Answer(request, LeaseOutcome.Stale, TimeSpan.Zero);
        TimeSpan span = TimeSpan.FromMilliseconds(request.Milliseconds);
        span = span < options.LeaseMax ? span : options.LeaseMax;
        if (request.Verb == LeaseVerb.Release)
        {
            End(index, NodeEventKind.LeaseReleased, outbox);
        }
        else
        {
            if (!leases[index].Active)
                Activate(ref leases[index], outbox);
            leases[index] = leases[index] with { ExpiresAt = now + span };
        }

        Changed();
        return Answer(request, LeaseOutcome.Granted, span);
    }

    private static LeaseAnswerMessage Answer(
        in LeaseRequestMessage request, LeaseOutcome outcome, TimeSpan span) => new(
            request.Request,
            request.Verb,
            outcome,
            request.Fence,
            (uint)span.TotalMilliseconds,
            request.Renewal);

    private static void Activate(ref Lease lease, Outbox outbox)
    {
        lease = lease with { Active = true };
        Write(lease, outbox);
        outbox.Tell(Event(NodeEventKind.LeaseActive, lease));
    }

    private void End(int index, NodeEventKind kind, Outbox outbox)
    {
        Lease ended = leases[index];
        leases[index] = leases[--count];
        outbox.Delete(RecordKind.Lease, KeyOf(ended.Fence));
        outbox.Tell(Event(kind, ended));
    }

    private int IndexOf(Fence fence)
    {
        for (int i = 0; i < count; i++)
        {
            if (leases[i].Fence == fence)
                return i;
        }

        return -1;
    }

    private void Changed()
    {
        Resources taken = default;
        NextDeadline = Instant.Never;
        foreach (ref readonly Lease lease in Leases)
        {
            taken += lease.Resources;
            NextDeadline = Instant.Min(NextDeadline, lease.ExpiresAt);
        }

        Status = Status with { Free = Status.Total - taken };
        Version++;
    }

    private static NodeEvent Event(NodeEventKind kind, in Lease lease) =>
        new(kind, lease.Customer, lease.Subcloud, lease.Fence.Counter);

    private static UInt128 KeyOf(Fence fence) => new(fence.Epoch, fence.Counter);

    private static void Write(in Lease lease, Outbox outbox)
    {
        WireWriter value = outbox.Open();
        value.PeerId(lease.Customer);
        value.U128(lease.Subcloud);
        value.Resources(lease.Resources);
        value.U8(lease.Active ? (byte)1 : (byte)0);
        outbox.Write(RecordKind.Lease, KeyOf(lease.Fence), value);
    }
}
