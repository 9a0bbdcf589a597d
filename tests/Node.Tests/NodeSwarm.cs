using P2PCS.Allocation.Attempts;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

/// <summary>
/// Whole nodes in virtual time. Frames take a millisecond, a task runs for half a second and
/// ends well, and results are fetched at once.
/// </summary>
public sealed class NodeSwarm
{
    public static readonly Resources Machine = new(4000, 4096);
    public static readonly NodeOptions Options = new(new(), new(), new());

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(500);

    private readonly PriorityQueue<Action, (Instant At, long Order)> agenda = new();
    private readonly List<PeerNode> nodes = [];
    private readonly List<Outbox> outboxes = [];
    private readonly HashSet<int> silent = [];
    private long order;

    public Instant Now { get; private set; } = new(TimeSpan.TicksPerDay);

    /// <summary>Called with the receiver's index, the sender and each frame.</summary>
    public Action<int, Sender, byte[]> Seen { get; set; } = (_, _, _) => { };

    /// <summary>A seed that the environment does not change; null takes the one it may.</summary>
    public ulong? FixedSeed { get; init; }

    public IReadOnlyList<PeerNode> Nodes => nodes;

    public Outbox OutboxOf(int index) => outboxes[index];

    public static PeerNode NewNode(int index, ulong? seed = null) => new(
        new NodeIdentity(IdOf(index), 1, AddressOf(index)),
        Options,
        new Rng(seed ?? Seed.Value, (ulong)index));

    public static PeerId IdOf(int index) => new(new Digest(1, 0, 0, (ulong)(index + 1)));

    public static PeerAddress AddressOf(int index) => new((UInt128)(index + 1), 7400);

    public static Sender SenderOf(int index, uint epoch = 1) =>
        new(IdOf(index), epoch, AddressOf(index));

    public void Add(int count)
    {
        for (; count > 0; count--)
        {
            PeerNode node = NewNode(nodes.Count, FixedSeed);
            PeerAddress[] contacts = nodes.Count == 0 ? [] : [AddressOf(0)];
            nodes.Add(node);
            outboxes.Add(new Outbox());
            node.Offer(Machine, accepts: true);
            node.Start(Now, contacts, [], outboxes[^1]);
        }
    }

    /// <summary>From now on nothing reaches it and nothing comes from it.</summary>
    public void Kill(int index) => silent.Add(index);

    public void Heal(int index) => silent.Remove(index);

    public void Run(double seconds)
    {
        Instant until = Now + TimeSpan.FromSeconds(seconds);
        for (int i = 0; i < nodes.Count; i++)
            Drain(i);
        for (Instant next = Next(); next <= until; next = Next())
        {
            Now = next > Now ? next : Now;
            while (agenda.TryPeek(out _, out (Instant At, long Order) due) && due.At <= Now)
                agenda.Dequeue()();
            for (int i = 0; i < nodes.Count; i++)
            {
                if (nodes[i].NextDeadline <= Now)
                    nodes[i].Tick(Now, outboxes[i]);
                Drain(i);
            }
        }

        Now = until;
    }

    /// <summary>Carries out what a node wants.</summary>
    public void Drain(int index)
    {
        foreach (OutboundFrame sent in outboxes[index].Sends)
        {
            byte[] frame = outboxes[index].BytesOf(sent.Bytes).ToArray();
            int to = (int)sent.To.Ip - 1;
            Later(Latency, () => Deliver(index, to, frame));
        }

        foreach (WorkRequest work in outboxes[index].Work)
            Carry(index, work);
        outboxes[index].Clear();
    }

    private void Deliver(int from, int to, byte[] frame)
    {
        if (to >= nodes.Count || silent.Contains(from) || silent.Contains(to))
            return;
        Sender sender = SenderOf(from);
        Seen(to, sender, frame);
        nodes[to].Receive(Now, sender, frame, outboxes[to]);
        Drain(to);
    }

    private void Carry(int index, WorkRequest work)
    {
        PeerNode node = nodes[index];
        Outbox outbox = outboxes[index];
        var end = new ReportMessage(
            work.Attempt, AttemptState.Ended, AttemptOutcome.Exited, 0, work.Content);
        switch (work.Kind)
        {
            case WorkKind.Start:
                Later(Latency, () => node.AttemptStarted(work.Attempt, outbox));
                Later(RunTime, () => node.AttemptEnded(Now, end, outbox));
                break;
            case WorkKind.FetchResult:
                Later(Latency, () => node.ResultFetched(Now, work.Attempt, true, outbox));
                break;
            case WorkKind.Discard:
                Later(Latency, () => node.AttemptEnded(
                    Now, end with { Outcome = AttemptOutcome.Killed }, outbox));
                break;
        }
    }

    private void Later(TimeSpan pause, Action what) =>
        agenda.Enqueue(what, (Now + pause, order++));

    private Instant Next()
    {
        Instant next = agenda.TryPeek(out _, out (Instant At, long Order) due)
            ? due.At
            : Instant.Never;
        foreach (PeerNode node in nodes)
            next = Instant.Min(next, node.NextDeadline);
        return next;
    }
}
