using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;
using P2PCS.Simulation.Network;

namespace P2PCS.Simulation.Queries;

/// <summary>
/// Real query kernels in virtual time, over simulated links. What they take for the roster is
/// shared: a few rosters, each of which hears of machines that come and go after the time that
/// the failure detector would need. One seed gives one history.
/// </summary>
public sealed class QueryCloud
{
    private const ushort Port = 4711;
    private static readonly UInt128 FirstIp = 0xFFFF0A000000;

    private readonly PriorityQueue<Action, (long, long)> agenda = new();
    private readonly QueryCloudOptions options;
    private readonly Links links;
    private readonly Outbox outbox = new();
    private readonly List<QueryPeer> peers = [];
    private readonly List<QueryPeer> up = [];
    private readonly LaggedRosters rosters;
    private long sequence;
    private Rng rng;

    /// <summary>A cloud whose rosters know all of its machines.</summary>
    public QueryCloud(QueryCloudOptions options, ulong seed)
    {
        this.options = options;
        rng = new Rng(seed, 7);
        links = new Links(rng.Fork(1)) { Options = options.Links };
        rosters = new LaggedRosters(options, this, rng.Fork(2));
        for (int i = 0; i < options.Peers; i++)
            rosters.Enter(Now, Add());
        if (options.ChurnPerMinute > 0)
            At(NextChurn(), Churn);
    }

    /// <summary>The moment.</summary>
    public Instant Now { get; private set; } = new(TimeSpan.FromDays(1).Ticks);

    /// <summary>Every machine there ever was, by number.</summary>
    public IReadOnlyList<QueryPeer> Peers => peers;

    /// <summary>Machines that are up.</summary>
    public IReadOnlyList<QueryPeer> Up => up;

    /// <summary>Frames sent so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Bytes of those frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>Frames that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Changes what a machine sends; null leaves it. For liars.</summary>
    public Func<QueryPeer, byte[], byte[]>? Tamper { get; set; }

    /// <summary>Has something done at a moment.</summary>
    public void At(Instant moment, Action act) =>
        agenda.Enqueue(act, (moment.Ticks, sequence++));

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan span)
    {
        Instant end = Now + span;
        while (agenda.TryPeek(out _, out (long Ticks, long) due) && due.Ticks <= end.Ticks)
            Next();
        Now = end;
    }

    /// <summary>Asks one machine and lets time pass until it has the answer.</summary>
    /// <param name="asked">The machine; it stays up meanwhile.</param>
    /// <param name="text">The query.</param>
    /// <returns>The answer, never null: a kernel answers by its deadline.</returns>
    public QueryAnswer Ask(QueryPeer asked, string text)
    {
        bool isQuery = Binder.TryBind(text, out BoundQuery? query, out QueryError? error);
        Invariant.Holds(isQuery, error?.ToString());
        QueryStart start = asked.Kernel.Ask(Now, query!, outbox);
        Invariant.Holds(start.Refused is null, start.Refused);
        CarryOut(asked);
        kept = asked;
        QueryAnswer? answer;
        while (!asked.Kernel.TryTake(start.Id, out answer))
            Next();
        kept = null;
        return answer;
    }

    /// <summary>A machine that is up, chosen at random.</summary>
    public QueryPeer Any() => up[rng.Below(up.Count)];

    private QueryPeer? kept;

    private QueryPeer Add()
    {
        var id = new PeerId(new Digest(rng.Next(), rng.Next(), rng.Next(), rng.Next()));
        var address = new PeerAddress(FirstIp + (UInt128)peers.Count, Port);
        var peer = new QueryPeer(peers.Count, id, address);
        peer.Kernel = new QueryKernel(
            options.Kernel, rosters.Of(peer.Index), id, rng.Fork((ulong)peer.Index))
        {
            Rows = peer.RowsOf,
        };
        peers.Add(peer);
        up.Add(peer);
        return peer;
    }

    private void Next()
    {
        agenda.TryDequeue(out Action? act, out (long Ticks, long) due);
        Now = new Instant(Math.Max(Now.Ticks, due.Ticks));
        act!();
    }

    private Instant NextChurn()
    {
        double perSecond = options.Peers * options.ChurnPerMinute / 60;
        return Now + TimeSpan.FromSeconds(-Math.Log(1 - rng.Fraction()) / perSecond);
    }

    private void Churn()
    {
        int place = rng.Below(up.Count);
        QueryPeer gone = up[place];
        if (gone != kept)
        {
            gone.IsUp = false;
            up[place] = up[^1];
            up.RemoveAt(up.Count - 1);
            rosters.Lose(gone);
            rosters.Welcome(Add());
        }

        At(NextChurn(), Churn);
    }

    private void CarryOut(QueryPeer peer)
    {
        foreach (OutboundFrame frame in outbox.Sends)
        {
            byte[] bytes = outbox.BytesOf(frame.Bytes).ToArray();
            Send(peer, (int)(frame.To.Ip - FirstIp), Tamper?.Invoke(peer, bytes) ?? bytes);
        }

        outbox.Clear();
        Instant due = peer.Kernel.NextDeadline;
        if (due >= peer.WakeAt)
            return;
        peer.WakeAt = due;
        At(due, () => Wake(peer, due));
    }

    private void Wake(QueryPeer peer, Instant due)
    {
        if (!peer.IsUp || peer.WakeAt != due)
            return;
        peer.WakeAt = Instant.Never;
        peer.Kernel.Tick(Now, outbox);
        CarryOut(peer);
    }

    private void Send(QueryPeer from, int to, byte[] frame)
    {
        Frames++;
        Bytes += frame.Length;
        if (frame.Length > Limits.FrameBytes)
        {
            if (links.PlanStream(from.Index, to, out TimeSpan delay))
                At(Now + delay, () => Deliver(from, peers[to], frame));
            return;
        }

        Span<TimeSpan> delays = stackalloc TimeSpan[Links.MostCopies];
        for (int copies = links.Plan(from.Index, to, delays); copies > 0; copies--)
            At(Now + delays[copies - 1], () => Deliver(from, peers[to], frame));
    }

    private void Deliver(QueryPeer from, QueryPeer to, byte[] frame)
    {
        if (!to.IsUp)
            return;
        Refusal refusal = Frame.TryRead(
            frame, out MessageKind kind, out ReadOnlySpan<byte> body);
        if (refusal == Refusal.None)
        {
            var sender = new Sender(from.Id, 1, from.Address);
            refusal = to.Kernel.Receive(Now, sender, kind, body, outbox);
        }

        Refused += refusal == Refusal.None ? 0 : 1;
        CarryOut(to);
    }
}
