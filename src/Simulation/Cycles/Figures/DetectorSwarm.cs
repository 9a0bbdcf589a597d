using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>The failure detectors of members that all run and all know all, in virtual time.
/// </summary>
internal sealed class DetectorSwarm
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);

    private readonly PriorityQueue<Happening, (Instant At, long Order)> agenda = new();
    private readonly Member[] members;
    private readonly double loss;
    private Rng rng;
    private long order;

    /// <param name="count">Members.</param>
    /// <param name="options">Parameters of all.</param>
    /// <param name="loss">The chance that a datagram is lost.</param>
    /// <param name="seed">Where all randomness comes from.</param>
    public DetectorSwarm(int count, LivenessOptions options, double loss, ulong seed)
    {
        this.loss = loss;
        rng = new Rng(seed, 23);
        members = new Member[count];
        for (int i = 0; i < count; i++)
            members[i] = new Member(i, options, rng.Fork((ulong)i + 1));
        foreach (Member member in members)
        {
            foreach (Member other in members)
            {
                if (other != member)
                    member.Peers.Hear(Now, other.AsSender, member.Outbox);
            }

            member.Detector.Start(Now + (options.Cycle * rng.Fraction()));
            member.Outbox.Clear();
            Arm(member);
        }
    }

    /// <summary>The moment.</summary>
    public Instant Now { get; private set; } = new(TimeSpan.TicksPerDay);

    /// <summary>Called when a member gives another up: who, and whom, by their places.</summary>
    public Action<int, int>? Condemned { get; set; }

    /// <summary>Probes of all so far, and those of them that ended without any sign of life.
    /// </summary>
    public (long Ended, long Failed) Probes => (
        members.Sum(member => member.Detector.Probes.Ended),
        members.Sum(member => member.Detector.Probes.Failed));

    /// <summary>Holds up what a member sends and receives, while its timers run. Source: Lifeguard,
    /// section V: members that block before they send and after they receive.</summary>
    public void Stall(int member, TimeSpan span) => members[member].StalledUntil = Now + span;

    /// <summary>Lets time pass.</summary>
    public void Run(TimeSpan span)
    {
        Instant end = Now + span;
        while (agenda.TryPeek(out Happening happening, out (Instant At, long Order) due)
            && due.At <= end)
        {
            agenda.Dequeue();
            Now = due.At;
            Member member = members[happening.To];
            if (happening.Frame is not null && member.StalledUntil > Now)
                Put(member.StalledUntil, happening);
            else
                Happen(member, happening);
        }

        Now = end;
    }

    private static PeerAddress AddressOf(int place) => new((UInt128)place + 1, 7400);

    private void Happen(Member member, in Happening happening)
    {
        if (happening.Frame is { } frame)
        {
            Frame.TryRead(frame, out MessageKind kind, out ReadOnlySpan<byte> body);
            member.Detector.Receive(
                Now, members[happening.From].AsSender, kind, body, member.Outbox);
        }
        else
        {
            member.WakeAt = Instant.Never;
        }

        member.Detector.Tick(Now, member.Outbox);
        Send(member);
        Arm(member);
    }

    private void Send(Member member)
    {
        Instant free = member.StalledUntil > Now ? member.StalledUntil : Now;
        foreach (OutboundFrame sent in member.Outbox.Sends)
        {
            if (rng.Fraction() < loss)
                continue;
            byte[] frame = member.Outbox.BytesOf(sent.Bytes).ToArray();
            Put(free + Latency, new Happening((int)sent.To.Ip - 1, member.Place, frame));
        }

        foreach (NodeEvent told in member.Outbox.Events)
        {
            if (told.Kind == NodeEventKind.PeerUnreachable)
                Condemned?.Invoke(member.Place, (int)told.Peer.Hash.A - 1);
        }

        member.Outbox.Clear();
    }

    private void Arm(Member member)
    {
        Instant due = member.Detector.NextDeadline;
        if (due >= member.WakeAt)
            return;
        member.WakeAt = due;
        Put(due > Now ? due : Now, new Happening(member.Place, 0, null));
    }

    private void Put(Instant at, in Happening happening) =>
        agenda.Enqueue(happening, (at, order++));

    // Without a frame it is a deadline.
    private readonly record struct Happening(int To, int From, byte[]? Frame);

    private sealed class Member
    {
        public Member(int place, LivenessOptions options, Rng rng)
        {
            Place = place;

            // As of a hash, whose parts are all spread.
            ulong mixed = Draw.At(23, (ulong)place);
            var id = new PeerId(new Digest((ulong)place + 1, mixed, mixed, Draw.Mix(mixed)));
            AsSender = new Sender(id, 1, AddressOf(place));
            var self = new Descriptor(id, AsSender.Address, 1, 0);
            Peers.Enter(self);
            var sampling = new PeerSampling(new SamplingOptions(), Peers, self, rng.Fork(1));
            Detector = new FailureDetector(options, Peers, sampling, rng.Fork(2));
        }

        public int Place { get; }

        public Sender AsSender { get; }

        public PeerTable Peers { get; } = new();

        public FailureDetector Detector { get; }

        public Outbox Outbox { get; } = new();

        public Instant WakeAt { get; set; } = Instant.Never;

        public Instant StalledUntil { get; set; }
    }
}
