using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Simulation.Epochs;

/// <summary>
/// Real kernels with epochs in virtual time, with datagrams that take their time and get lost, and
/// peers that come and go. Partners come from one list of all peers, in which those who are gone
/// stay for a while; everything else is the production code.
/// </summary>
/// <typeparam name="T">What its peers are.</typeparam>
public abstract class EpochSwarm<T>
    where T : EpochPeer
{
    private const ushort Port = 4711;

    private readonly PriorityQueue<Happening, (long Ticks, long Sequence)> agenda = new();
    private readonly Stack<byte[]> buffers = new();
    private readonly List<T> all = [];
    private readonly List<T> roster = [];
    private readonly List<T> up = [];
    private readonly Outbox outbox = new();
    private Rng rng;
    private long sequence;
    private Instant nextChurn;

    private protected EpochSwarm(EpochSwarmOptions options)
    {
        Options = options;
        rng = new Rng(options.Seed, 5);
        Now = new Instant(TimeSpan.TicksPerDay);
    }

    private delegate void Step(EpochKernel kernel, Instant now, Outbox outbox);

    /// <summary>How it runs.</summary>
    public EpochSwarmOptions Options { get; }

    /// <summary>The moment.</summary>
    public Instant Now { get; private set; }

    /// <summary>Peers that are there.</summary>
    public IReadOnlyList<T> Up => up;

    /// <summary>Frames sent so far, lost ones included.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames refused so far.</summary>
    public long Refused { get; private set; }

    /// <summary>Bytes sent so far by all who ever were.</summary>
    public long Bytes => all.Sum(peer => peer.Bytes);

    /// <summary>Called with each frame that arrives.</summary>
    public Action<T, ReadOnlyMemory<byte>>? Arrived { get; set; }

    /// <summary>A peer wishes to watch for a span.</summary>
    public void Watch(int peer, TimeSpan span)
    {
        T watcher = up[peer];
        Do(watcher, (kernel, now, _) => kernel.Watch(now, now + span));
    }

    /// <summary>Lets time pass; peers go and come as the options say.</summary>
    public void Run(TimeSpan span)
    {
        Instant until = Now + span;
        while (true)
        {
            Instant next = agenda.TryPeek(out _, out (long Ticks, long Sequence) key)
                ? new Instant(key.Ticks)
                : Instant.Never;
            Instant first = Instant.Min(next, nextChurn);
            if (first > until)
                break;
            Now = first;
            if (nextChurn <= next)
                Churn();
            else
                Happen(agenda.Dequeue());
        }

        Now = until;
    }

    /// <summary>Has a frame arrive at a peer in another's name, as a cheat would send it.
    /// </summary>
    public Refusal Inject(T from, T to, ReadOnlySpan<byte> frame)
    {
        Invariant.Holds(Frame.TryRead(
            frame, out MessageKind kind, out ReadOnlySpan<byte> body) == Refusal.None);
        Refusal refusal = to.Stepped.Receive(
            Now, new Sender(from.Id, 1, AddressOf(from)), kind, body, outbox);
        CarryOut(to);
        return refusal;
    }

    /// <summary>All peers start.</summary>
    private protected void Populate()
    {
        for (int i = 0; i < Options.Peers; i++)
            Add();
        nextChurn = Now + ChurnStep();
    }

    /// <summary>Makes a peer.</summary>
    /// <param name="seat">What it is given.</param>
    /// <param name="draws">The swarm's randomness.</param>
    private protected abstract T Make(EpochSeat seat, ref Rng draws);

    private static PeerAddress AddressOf(T peer) => new((UInt128)peer.Index + 1, Port);

    private void Add()
    {
        var seat = new EpochSeat(all.Count, Now, new SwarmPartners(this, all.Count));
        T peer = Make(seat, ref rng);
        all.Add(peer);
        up.Add(peer);
        peer.RosterPlace = roster.Count;
        roster.Add(peer);
        Do(peer, static (started, now, _) => started.Start(now));
    }

    private TimeSpan ChurnStep()
    {
        double perMinute = Options.ChurnPerMinute * Options.Peers;
        return perMinute == 0
            ? TimeSpan.FromTicks(long.MaxValue)
            : TimeSpan.FromMinutes(1) / perMinute * -Math.Log(1 - rng.Fraction());
    }

    private void Churn()
    {
        int place = rng.Below(up.Count);
        T gone = up[place];
        up[place] = up[^1];
        up.RemoveAt(up.Count - 1);
        gone.IsUp = false;
        Put(Now + Options.Detection, new Happening(gone, null, [], 0, IsForgotten: true));
        Add();
        nextChurn = Now + ChurnStep();
    }

    private void Forget(T gone)
    {
        T last = roster[^1];
        roster[gone.RosterPlace] = last;
        last.RosterPlace = gone.RosterPlace;
        roster.RemoveAt(roster.Count - 1);
    }

    private void Put(Instant moment, in Happening happening) =>
        agenda.Enqueue(happening, (moment.Ticks, sequence++));

    private void Happen(in Happening happening)
    {
        T peer = happening.Peer;
        if (happening.IsForgotten)
            Forget(peer);
        else if (happening.From is not null)
            Arrive(happening);
        else if (peer.IsUp && peer.WakeAt == Now)
            Wake(peer);
    }

    private void Wake(T peer)
    {
        peer.WakeAt = Instant.Never;
        if (peer.Stepped.NextDeadline <= Now)
            peer.Stepped.Tick(Now, outbox);
        CarryOut(peer);
    }

    private void Arrive(in Happening mail)
    {
        if (mail.Peer.IsUp)
        {
            ReadOnlyMemory<byte> frame = mail.Bytes.AsMemory(0, mail.Length);
            Arrived?.Invoke(mail.Peer, frame);
            if (Inject(mail.From!, mail.Peer, frame.Span) != Refusal.None)
                Refused++;
        }

        buffers.Push(mail.Bytes);
    }

    private void Do(T peer, Step step)
    {
        step(peer.Stepped, Now, outbox);
        CarryOut(peer);
    }

    private void CarryOut(T peer)
    {
        foreach (OutboundFrame sent in outbox.Sends)
            Send(peer, sent);
        outbox.Clear();
        Instant due = peer.Stepped.NextDeadline;
        due = due < Now ? Now : due;
        if (due >= peer.WakeAt)
            return;
        peer.WakeAt = due;
        Put(due, new Happening(peer, null, [], 0, IsForgotten: false));
    }

    private void Send(T from, in OutboundFrame sent)
    {
        Frames++;
        from.Bytes += sent.Bytes.Length + Limits.SealBytes;
        if (rng.Fraction() < Options.Loss)
            return;
        if (!buffers.TryPop(out byte[]? buffer))
            buffer = new byte[Limits.FrameBytes];
        outbox.BytesOf(sent.Bytes).Span.CopyTo(buffer);
        T to = all[(int)sent.To.Ip - 1];
        // A tenth of spread, so that datagrams overtake each other.
        TimeSpan way = rng.Jitter(Options.Latency);
        Put(Now + way, new Happening(to, from, buffer, sent.Bytes.Length, IsForgotten: false));
    }

    private readonly record struct Happening(
        T Peer, T? From, byte[] Bytes, int Length, bool IsForgotten);

    private sealed class SwarmPartners(EpochSwarm<T> swarm, int own) : Partners
    {
        private const int Tries = 8;

        public override int Count => swarm.roster.Count - 1;

        public override bool AreAll => swarm.Options.RosterChecks;

        public override bool TryDraw(ref Rng rng, out PeerId id, out PeerAddress address)
        {
            T drawn = swarm.roster[rng.Below(swarm.roster.Count)];
            for (int tries = 0; drawn.Index == own && tries < Tries; tries++)
                drawn = swarm.roster[rng.Below(swarm.roster.Count)];
            id = drawn.Id;
            address = AddressOf(drawn);
            return drawn.Index != own;
        }
    }
}
