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
    private bool offered;

    /// <summary>Holds and leases as they stand, in no order.</summary>
    public ReadOnlySpan<Lease> Leases => leases.AsSpan(0, count);

    /// <summary>What this machine offers and has left.</summary>
    public PeerStatus Status { get; private set; }

    /// <summary>When the next hold or lease lapses.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the machine is drained: it takes nothing new.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>When a drained machine ends the leases that are left; never, if no time was set.
    /// </summary>
    public Instant DrainsUntil { get; private set; } = Instant.Never;

    /// <summary>Sets what the machine offers; what is already promised stays promised.</summary>
    public void Offer(Resources total, bool accepts)
    {
        offered = accepts;
        Status = Status with { Total = total, Accepts = accepts && !IsDraining };
        Changed();
    }

    /// <summary>Takes nothing new from now on; holds end, and customers are told to leave.
    /// </summary>
    /// <param name="until">When the leases that are left end; never leaves it to customers.
    /// </param>
    /// <param name="now">The moment.</param>
    /// <param name="outbox">What to do.</param>
    public void Drain(Instant until, Instant now, Outbox outbox)
    {
        IsDraining = true;
        DrainsUntil = until;
        Status = Status with { Accepts = false };
        for (int i = count - 1; i >= 0; i--)
        {
            if (!leases[i].Active)
            {
                End(i, NodeEventKind.LeaseRevoked, outbox);
                continue;
            }

            leases[i] = leases[i] with { ExpiresAt = Instant.Min(leases[i].ExpiresAt, until) };
            LeaseLine.Notify(leases[i], NoticeTime(now), outbox);
        }

        Changed();
    }

    /// <summary>Takes work again, as far as it is offered.</summary>
    public void Resume()
    {
        IsDraining = false;
        DrainsUntil = Instant.Never;
        Offer(Status.Total, offered);
    }

    /// <summary>Ends a lease at the owner's word; the customer is told.</summary>
    /// <returns>False with nothing changed if no lease has that fence.</returns>
    public bool Revoke(Fence fence, Outbox outbox)
    {
        int index = IndexOf(fence);
        if (index < 0)
            return false;
        LeaseLine.Notify(leases[index], 0, outbox);
        End(index, NodeEventKind.LeaseRevoked, outbox);
        Changed();
        return true;
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
            OfferMessage offer = Reserve(now, sender, reserve, outbox);
            WireWriter answer = outbox.Open();
            offer.Write(ref answer);
            outbox.Send(sender.Address, MessageKind.Offer, answer);
        }
        else
        {
            if (!LeaseRequestMessage.TryRead(body, out LeaseRequestMessage request))
                return Refusal.BadBody;
            Tick(now, outbox);
            LeaseAnswerMessage done = Operate(now, sender, request, outbox);
            WireWriter answer = outbox.Open();
            done.Write(ref answer);
            outbox.Send(sender.Address, MessageKind.LeaseAnswer, answer);
            if (IsDraining)
                Remind(now, request, done, outbox);
        }

        return Refusal.None;
    }

    /// <summary>Ends everything: the machine is going.</summary>
    public void Close(Outbox outbox)
    {
        Status = Status with { Accepts = false };
        for (int i = count - 1; i >= 0; i--)
        {
            LeaseLine.Notify(leases[i], 0, outbox);
            End(i, NodeEventKind.LeaseReleased, outbox);
        }

        Changed();
    }

    private OfferMessage Reserve(
        Instant now, in Sender customer, in ReserveMessage request, Outbox outbox)
    {
        for (int i = 0; i < count; i++)
        {
            if (leases[i].Request == request.Request && leases[i].Customer == customer.Id)
                return Answer(request, LeaseOutcome.Granted, leases[i].Fence);
        }

        if (OtherController(customer.Id, request.Subcloud) is { IsNone: false } other)
            return Answer(request, LeaseOutcome.Elsewhere, default) with { Controller = other };
        if (!Status.Accepts)
            return Answer(request, LeaseOutcome.Declined, default);
        if (!request.Resources.FitsIn(Status.Free) || count == leases.Length)
            return Answer(request, LeaseOutcome.Full, default);
        var lease = new Lease(
            new Fence(epoch, ++granted),
            request.Request,
            customer.Id,
            request.Subcloud,
            request.Resources,
            Active: false,
            now + options.Hold)
        {
            Address = customer.Address,
        };
        leases[count++] = lease;
        LeaseLine.Write(lease, outbox);
        outbox.Tell(LeaseLine.Event(NodeEventKind.LeaseHeld, lease));
        Changed();
        return Answer(request, LeaseOutcome.Granted, lease.Fence);
    }

    private OfferMessage Answer(in ReserveMessage request, LeaseOutcome outcome, Fence fence) =>
        new(request.Request, outcome, fence, Status);

    // One subcloud has one controller here: of two, one finds out from the machines they share.
    private PeerId OtherController(PeerId customer, UInt128 subcloud)
    {
        foreach (ref readonly Lease lease in Leases)
        {
            if (lease.Subcloud == subcloud && lease.Customer != customer)
                return lease.Customer;
        }

        return PeerId.None;
    }

    private LeaseAnswerMessage Operate(
        Instant now, in Sender customer, in LeaseRequestMessage request, Outbox outbox)
    {
        int index = IndexOf(request.Fence);
        if (index < 0 || leases[index].Customer != customer.Id)
            return LeaseLine.Answer(request, LeaseOutcome.Stale, TimeSpan.Zero);
        TimeSpan span = TimeSpan.FromMilliseconds(request.Milliseconds);
        span = span < options.LeaseMax ? span : options.LeaseMax;
        span = span < DrainsUntil - now ? span : DrainsUntil - now;
        if (request.Verb == LeaseVerb.Release)
        {
            End(index, NodeEventKind.LeaseReleased, outbox);
        }
        else
        {
            if (!leases[index].Active)
                Activate(ref leases[index], outbox);
            leases[index] = leases[index] with
            {
                ExpiresAt = now + span,
                Address = customer.Address,
            };
        }

        Changed();
        return LeaseLine.Answer(request, LeaseOutcome.Granted, span);
    }

    private static void Activate(ref Lease lease, Outbox outbox)
    {
        lease = lease with { Active = true };
        LeaseLine.Write(lease, outbox);
        outbox.Tell(LeaseLine.Event(NodeEventKind.LeaseActive, lease));
    }

    private void Remind(
        Instant now,
        in LeaseRequestMessage request,
        in LeaseAnswerMessage done,
        Outbox outbox)
    {
        int index = IndexOf(request.Fence);
        if (index >= 0 && done is { Verb: LeaseVerb.Renew, Outcome: LeaseOutcome.Granted })
            LeaseLine.Notify(leases[index], NoticeTime(now), outbox);
    }

    private uint NoticeTime(Instant now) => DrainsUntil == Instant.Never
        ? LeaseNoticeMessage.NoDeadline
        : (uint)Math.Clamp(
            (DrainsUntil - now).TotalMilliseconds, 1, LeaseNoticeMessage.NoDeadline - 1.0);

    private void End(int index, NodeEventKind kind, Outbox outbox)
    {
        Lease ended = leases[index];
        leases[index] = leases[--count];
        outbox.Delete(RecordKind.Lease, LeaseLine.KeyOf(ended.Fence));
        outbox.Tell(LeaseLine.Event(kind, ended));
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
}
