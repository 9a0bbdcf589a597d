using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tests;

/// <summary>The machine's side: a ledger and what runs under its leases.</summary>
public sealed class Machine
{
    public static readonly Resources Size = new(4000, 4096);

    public Machine(int number, uint epoch = 1)
    {
        Number = number;
        Epoch = epoch;
        Ledger = new LeaseLedger(Options, epoch);
        Attempts = new AttemptTable(Options, Ledger);
        Outbox = new Outbox();
        Ledger.Offer(Size, accepts: true);
    }

    public static LeaseOptions Options { get; } = new();

    public int Number { get; }

    public uint Epoch { get; }

    public LeaseLedger Ledger { get; }

    public AttemptTable Attempts { get; }

    public Outbox Outbox { get; }

    public Instant Now { get; set; } = Wires.Start;

    public Instant NextDeadline => Instant.Min(Ledger.NextDeadline, Attempts.NextDeadline);

    public void Tick(Instant now)
    {
        Now = now;
        Ledger.Tick(now, Outbox);
        Attempts.Tick(now, Outbox);
    }

    public Refusal Receive(Instant now, Sender from, MessageKind kind, ReadOnlySpan<byte> body)
    {
        Now = now;
        Refusal refusal = kind is MessageKind.Reserve or MessageKind.LeaseRequest
            ? Ledger.Receive(now, from, kind, body, Outbox)
            : Attempts.Receive(now, from, kind, body, Outbox);
        Attempts.Tick(now, Outbox);
        return refusal;
    }

    public OfferMessage Reserve(
        int customer, UInt128 request, Resources wanted, int? subcloud = null)
    {
        var reserve = new ReserveMessage(request, (UInt128)(subcloud ?? customer), wanted);
        Receive(
            Now,
            Wires.Sender(customer),
            MessageKind.Reserve,
            Wires.Body((ref b) => reserve.Write(ref b)));
        return Outbox.LastOffer();
    }

    public LeaseOutcome Operate(int customer, LeaseVerb verb, Fence fence, uint ms = 30_000)
    {
        Receive(
            Now,
            Wires.Sender(customer),
            MessageKind.LeaseRequest,
            Wires.Body((ref b) => new LeaseRequestMessage(1, verb, fence, ms, 0).Write(ref b)));
        return Outbox.LastAnswer().Outcome;
    }

    public LeaseNoticeMessage LastNotice()
    {
        byte[] body = Outbox.Sent(MessageKind.LeaseNotice)[^1];
        Assert.True(LeaseNoticeMessage.TryRead(body, out LeaseNoticeMessage notice));
        return notice;
    }

    /// <summary>An active lease.</summary>
    public Fence Lease(int customer, Resources wanted)
    {
        Fence fence = Reserve(customer, (UInt128)(1000 + Ledger.Leases.Length), wanted).Fence;
        Assert.Equal(LeaseOutcome.Granted, Operate(customer, LeaseVerb.Renew, fence));
        return fence;
    }

    public ReportMessage? Assign(int customer, AttemptKey key, Fence fence, Resources wanted)
    {
        Outbox.Clear();
        var assign = new AssignMessage(key, fence, wanted, new Digest(5, 5, 5, 5));
        Receive(
            Now,
            Wires.Sender(customer),
            MessageKind.Assign,
            Wires.Body((ref b) => assign.Write(ref b)));
        return Outbox.Sent(MessageKind.Report).Count == 0 ? null : Outbox.LastReport();
    }

    public void Dismiss(int customer, AttemptKey key) => Receive(
        Now,
        Wires.Sender(customer),
        MessageKind.Dismiss,
        Wires.Body((ref b) => new DismissMessage(key).Write(ref b)));

    public void End(AttemptKey key, AttemptOutcome how = AttemptOutcome.Exited, int exit = 0) =>
        Attempts.Ended(
            Now,
            new ReportMessage(key, AttemptState.Ended, how, exit, new Digest(6, 6, 6, 6)),
            Outbox);
}
