using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Liveness;

/// <summary>
/// SWIM with Lifeguard over all the peers of the table: one is probed each cycle, then through
/// others, then suspected, and called unreachable when it does not answer the suspicion in time.
/// Unreachable is not dead: leases keep their own clock.
/// </summary>
/// <remarks>
/// Source: Das, Gupta, Motivala, "SWIM", DSN 2002, sections 3.1, 4.1 to 4.3; Dadgar, Phillips,
/// Currey, "Lifeguard", arXiv 1707.00788, section IV. Differs from both: whoever hears first of a
/// suspicion probes the suspect at once, with a chance that has about three do so in all; and a
/// few unreachable peers are tried again for ever, so that two halves of a cloud find each other.
/// </remarks>
public sealed class FailureDetector
{
    private const int SweepCycles = 64;
    private const int MostGoodbyes = 32;

    private readonly LivenessOptions options;
    private readonly PeerTable peers;
    private readonly PeerSampling sampling;
    private readonly LocalHealth health;
    private readonly Prober prober;
    private readonly ProbeRing ring;
    private readonly Suspicions suspicions;
    private readonly Hearsay hearsay;
    private readonly RosterSync sync;
    private readonly Gossip gossip;
    private Rng rng;
    private PeerStatus toldStatus;
    private Instant nextStatus;
    private Instant nextCycle = Instant.Never;
    private uint cycles;
    private int swept;

    /// <summary>A detector that watches nobody yet.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="peers">The node's table of peers, shared with its other kernels; the node
    /// itself is entered.</param>
    /// <param name="sampling">Told at once which peers are gone.</param>
    /// <param name="rng">A stream of its own.</param>
    public FailureDetector(
        LivenessOptions options, PeerTable peers, PeerSampling sampling, Rng rng)
    {
        Invariant.Holds(!peers.Self.Id.IsNone);
        this.options = options;
        this.peers = peers;
        this.sampling = sampling;
        this.rng = rng;
        ring = new ProbeRing(peers);
        suspicions = new Suspicions(options, peers, sampling);
        health = suspicions.Health;
        hearsay = new Hearsay(options, peers, suspicions);
        sync = new RosterSync(options, peers, this.rng.Fork(1));
        gossip = new Gossip(options, peers, this.rng.Fork(2));
        prober = new Prober(options, peers, suspicions, gossip, this.rng.Fork(3));
    }

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => nextCycle == Instant.Never
        ? Instant.Never
        : Instant.Min(
            Instant.Min(Instant.Min(nextCycle, peers.Leads.Since), prober.NextDeadline),
            Instant.Min(suspicions.NextDeadline, gossip.NextDeadline));

    /// <summary>How well this node keeps up: 0 is well.</summary>
    public int Health => health.Score;

    /// <summary>Probes of peers so far that ended one way or the other, and those that ended
    /// without any sign of life.</summary>
    public (long Ended, long Failed) Probes => prober.Counts;

    /// <summary>Where this node is in the space of round trips.</summary>
    public Coordinate Place => prober.Place;

    /// <summary>Whether the last roster that was compared was the same as the own.</summary>
    public bool IsCalm => sync.IsCalm;

    /// <summary>A peer that this node depends on and probes besides; none for nobody.</summary>
    public PeerId Dependent { get; set; }

    /// <summary>Begins to probe, and to tell that the node is there.</summary>
    public void Start(Instant now)
    {
        nextCycle = now;
        toldStatus = peers.OwnStatus;
        peers.News.Add(News.Self, RumourKind.Joined);
    }

    /// <summary>Lets time pass: probes fail, suspects are given up, news are sent.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (now < NextDeadline)
            return;
        TimeSpan late = now - nextCycle;
        if (options.MindsItself && late > options.Cycle * health.Factor)
        {
            // It heard nobody meanwhile, so it blames nobody.
            prober.Clear();
            suspicions.Excuse(late);
            health.Worse();
        }

        prober.Expire(now, outbox);
        if (prober.Hopeless != PeerTable.NoHandle)
            Forget(prober.Hopeless);
        prober.Hopeless = PeerTable.NoHandle;
        for (int last; (last = suspicions.NextToAsk(now)) != PeerTable.NoHandle;)
            prober.Ask(now, last, outbox);
        while (peers.Leads.TryTake(out Lead lead))
            prober.Follow(now, lead, outbox);
        suspicions.Expire(now, outbox);
        if (now >= nextCycle)
            Cycle(now, outbox);
        gossip.Tick(now, outbox);
    }

    /// <summary>Takes a frame of one of the kinds from ping to roster page, shuffles apart.
    /// </summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox) =>
        kind switch
        {
            MessageKind.Ping or MessageKind.Pong =>
                TakeProbe(now, sender, kind, body, outbox),
            MessageKind.Leave => TakeLeave(now, sender, body, outbox),
            MessageKind.PingRequest => prober.TakeRequest(now, sender, body, outbox),
            MessageKind.PingRelay => prober.TakeRelay(now, sender, body, outbox),
            MessageKind.News => TakeNews(now, sender, body, outbox),
            MessageKind.RosterPull => sync.AnswerPull(now, sender, body, outbox),
            _ => TakePage(now, sender, body, outbox),
        };

    /// <summary>Says goodbye to some peers that are there; they tell the others.</summary>
    public void SayGoodbye(Outbox outbox)
    {
        int left = Math.Min(MostGoodbyes, peers.Present);
        int first = peers.End == 0 ? 0 : rng.Below(peers.End);
        for (int step = 0; step < peers.End && left > 0; step++)
        {
            int handle = (first + step) % peers.End;
            if (!peers.IsPresent(handle))
                continue;
            WireWriter body = outbox.Open();
            body.U32(peers.OwnIncarnation);
            outbox.Send(peers[handle].Address, MessageKind.Leave, body);
            left--;
        }

        nextCycle = Instant.Never;
    }

    /// <summary>Forgets a peer and all that runs about it; its handle will be given to another.
    /// </summary>
    public void Forget(int handle)
    {
        sampling.Drop(handle);
        prober.Forget(handle);
        peers.Forget(handle);
    }

    private void Cycle(Instant now, Outbox outbox)
    {
        nextCycle = now + rng.Jitter(options.Cycle * health.Factor);
        cycles++;
        TellStatus(now);
        Sweep(now);
        prober.Ask(now, peers.Doubted, outbox);
        peers.Doubted = PeerTable.NoHandle;
        prober.Ask(now, ring.Next(ref rng), outbox);
        if (cycles % 2 == 0 && !Dependent.IsNone)
            prober.Ask(now, peers.Find(Dependent), outbox);
        if (cycles % options.RetryEvery == 0)
            prober.Ask(now, ring.NextUnreachable(), outbox);
    }

    // A changed status is an own incarnation; in a large cloud it is told less often.
    private void TellStatus(Instant now)
    {
        if (peers.OwnStatus == toldStatus || now < nextStatus)
            return;
        toldStatus = peers.OwnStatus;
        nextStatus = now + (options.Cycle * Math.Max(2, peers.Present / 10.0));
        peers.Assert(peers.OwnIncarnation);
    }

    private void Sweep(Instant now)
    {
        bool anyGone = peers.CountOf(PeerState.Unreachable) + peers.CountOf(PeerState.Left) > 0;
        for (int rows = (peers.End / SweepCycles) + 1; rows > 0 && anyGone; rows--)
        {
            swept = (swept + 1) % peers.End;
            ref Peer row = ref peers[swept];
            if (peers.IsTaken(swept)
                && row.State is PeerState.Unreachable or PeerState.Left
                && now - row.Since > options.Remember)
            {
                Forget(swept);
            }
        }
    }

    private Refusal TakeProbe(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!ProbeMessage.TryRead(body, out ProbeMessage message, out RumourList rumours))
            return Refusal.BadBody;
        if (kind == MessageKind.Pong && !prober.Expects(message.Number, sender.Id))
            return Refusal.Unexpected;
        bool isBack = peers.Find(sender.Id) is var known and not PeerTable.NoHandle
            && peers[known].State == PeerState.Unreachable;
        int handle = peers.Hear(now, sender, outbox);
        if (handle == PeerTable.NoHandle)
            return Refusal.StaleSender;
        hearsay.TakeOwn(handle, sender.Epoch, message.Incarnation);
        peers.Note(handle, message.Status);
        peers[handle].Place = message.Place;
        if (kind == MessageKind.Pong)
            prober.TakePong(now, message, outbox);
        hearsay.TakeAccusation(now, message, outbox);
        TakeAll(now, ref rumours, outbox);
        if (kind == MessageKind.Ping)
            prober.Send(handle, sender.Address, MessageKind.Pong, message.Number, outbox);
        sync.Compare(now, sender.Address, message.Digest, isBack, outbox);
        return Refusal.None;
    }

    private int TakeAll(Instant now, ref RumourList rumours, Outbox outbox)
    {
        int news = 0;
        while (rumours.MoveNext())
        {
            news += hearsay.Take(now, rumours.Current, outbox) ? 1 : 0;
            int suspect = hearsay.NewSuspect;
            hearsay.NewSuspect = PeerTable.NoHandle;
            bool asks = suspect != PeerTable.NoHandle
                && rng.Fraction() * peers.Present < options.ProbersOfSuspect;
            if (asks)
                prober.Ask(now, suspect, outbox);
        }

        if (hearsay.WasAccused)
            health.Worse();
        hearsay.WasAccused = false;
        return news;
    }

    private Refusal TakeLeave(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        var reader = new WireReader(body);
        uint incarnation = reader.U32();
        if (!reader.Complete)
            return Refusal.BadBody;
        int handle = peers.Find(sender.Id);
        if (handle == PeerTable.NoHandle || peers.IsStale(sender))
            return Refusal.StaleSender;
        hearsay.TakeGoodbye(now, handle, sender.Epoch, incarnation, outbox);
        return Refusal.None;
    }

    private Refusal TakeNews(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!RumourList.TryRead(body, out RumourList rumours))
            return Refusal.BadBody;
        if (peers.Hear(now, sender, outbox) == PeerTable.NoHandle)
            return Refusal.StaleSender;
        TakeAll(now, ref rumours, outbox);
        return Refusal.None;
    }

    private Refusal TakePage(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        Refusal refusal = sync.OpenPage(sender, body, out bool more, out RumourList rumours);
        if (refusal != Refusal.None)
            return refusal;
        if (peers.Hear(now, sender, outbox) == PeerTable.NoHandle)
            return Refusal.StaleSender;
        int news = 0;
        while (rumours.MoveNext())
            news += hearsay.TakeQuietly(now, rumours.Current, outbox) ? 1 : 0;
        sync.EndPage(now, more, news, outbox);
        return Refusal.None;
    }
}
