using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Charter;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Fuzzing;

/// <summary>A node in the middle of its work, which takes frames of any kind from members. What
/// it holds stays within its limits.</summary>
internal sealed class NodeTarget
{
    private const int Nodes = 4;
    private const int CorpusMax = 2000;
    private const int NamesInList = 20;

    // The table of peers doubles now and then, up to its limit.
    private const long RowsMax = 256L * Limits.KnownPeers;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly Resources Machine = new(4000, 4096);

    private readonly PeerNode[] nodes = new PeerNode[Nodes];
    private readonly Outbox[] outboxes = new Outbox[Nodes];
    private readonly List<byte[]> corpus = [];
    private Rng rng;
    private Instant now = new(TimeSpan.TicksPerDay);

    public NodeTarget(ulong seed)
    {
        rng = new Rng(seed, 3);
        for (int i = 0; i < Nodes; i++)
        {
            nodes[i] = new PeerNode(
                new NodeIdentity(IdOf(i), 1, AddressOf(i)),
                Agent.Profile.Read("local"),
                new Rng(seed, (ulong)i));
            outboxes[i] = new Outbox();
            nodes[i].Offer(Machine, accepts: true);
            PeerAddress[] contacts = i == 0 ? [] : [AddressOf(0)];
            nodes[i].Start(now, contacts, [], outboxes[i]);
        }

        Warm();
        AddCharter();
        Target = new FuzzTarget("frames", corpus, Feed) { AllocationMax = RowsMax };
    }

    public FuzzTarget Target { get; }

    private static PeerId IdOf(int index) => new(new Digest(1, 0, 0, (ulong)(index + 1)));

    private static PeerAddress AddressOf(int index) => new((UInt128)(index + 1), 7400);

    private void Feed(byte[] input, ref Rng random)
    {
        PeerNode victim = nodes[0];
        now += TimeSpan.FromMilliseconds(1);
        if (victim.NextDeadline <= now)
            victim.Tick(now, outboxes[0]);
        outboxes[0].Clear();
        long version = victim.Version;
        Refusal refusal = victim.Receive(now, SenderOf(ref random), input, outboxes[0]);
        Invariant.Holds(refusal == Refusal.None || victim.Version == version);
        Invariant.Holds(refusal == Refusal.None || outboxes[0].Sends.IsEmpty);
        Invariant.Holds(victim.Peers.Count <= Limits.KnownPeers);
        Invariant.Holds(victim.Ledger.Leases.Length <= Limits.Leases);
        Invariant.Holds(victim.Attempts.Attempts.Count <= Limits.LocalAttempts);
    }

    private static Sender SenderOf(ref Rng random)
    {
        if (random.Below(8) == 0)
        {
            var id = new PeerId(new Digest(random.Next(), random.Next(), 0, random.Next()));
            return new Sender(id, (uint)random.Below(3), AddressOf(random.Below(1 << 20)));
        }

        int index = 1 + random.Below(Nodes - 1);
        return new Sender(IdOf(index), 1, AddressOf(index));
    }

    private void Warm()
    {
        Run(60);
        var share = new Resources(500, 100);
        TimeSpan day = TimeSpan.FromDays(1);
        for (int owner = 0; owner < 2; owner++)
        {
            var spec = new SubcloudSpec((UInt128)owner + 1, null, 3, 1, share, day, day, false);
            nodes[owner].CreateSubcloud(now, spec, outboxes[owner]);
        }

        Run(40);
        for (int task = 0; task < 20; task++)
        {
            var order = new TaskOrder((UInt128)(task % 2) + 1, new Digest(1, 1, 1, 1), share);
            nodes[task % 2].SubmitTask(now, (UInt128)task + 1, order, outboxes[task % 2]);
        }

        Run(40);
    }

    private void Run(int steps)
    {
        for (; steps > 0; steps--)
        {
            now += Step;
            for (int i = 0; i < Nodes; i++)
            {
                if (nodes[i].NextDeadline <= now)
                    nodes[i].Tick(now, outboxes[i]);
                Deliver(i);
            }
        }
    }

    private void Deliver(int from)
    {
        var mail = new List<(int To, byte[] Frame)>();
        foreach (OutboundFrame sent in outboxes[from].Sends)
            mail.Add(((int)sent.To.Ip - 1, outboxes[from].BytesOf(sent.Bytes).ToArray()));
        foreach (WorkRequest work in outboxes[from].Work)
        {
            if (work.Kind == WorkKind.Start)
                nodes[from].AttemptStarted(work.Attempt, outboxes[from]);
        }

        outboxes[from].Clear();
        foreach ((int to, byte[] frame) in mail)
        {
            if (corpus.Count < CorpusMax)
                corpus.Add(frame);
            nodes[to].Receive(
                now, new Sender(IdOf(from), 1, AddressOf(from)), frame, outboxes[to]);
        }
    }

    // A cloud in which nobody was banned says nothing of this, and nobody leaves it.
    private void AddCharter()
    {
        var names = new ulong[NamesInList];
        foreach (ref ulong name in names.AsSpan())
            name = rng.Next();
        Array.Sort(names);
        Add(MessageKind.CharterDigest, (ref WireWriter body) =>
            CharterMessages.WriteDigest(ref body, names[0], NamesInList));
        Add(MessageKind.CharterList, (ref WireWriter body) =>
            CharterMessages.WriteList(ref body, 0, ulong.MaxValue, names));
        Add(MessageKind.CharterWant, (ref WireWriter body) =>
            CharterMessages.WriteWant(ref body, names));
        Add(MessageKind.CharterStatements, (ref WireWriter body) =>
        {
            body.U8(1);
            body.U16(NamesInList);
            body.Bytes(new byte[NamesInList]);
        });
        Add(MessageKind.Leave, (ref WireWriter body) => body.U32(0));
    }

    private void Add(MessageKind kind, WriteBody write)
    {
        var buffer = new byte[Limits.FrameBytes];
        var writer = new WireWriter(buffer.AsSpan(1));
        write(ref writer);
        buffer[0] = (byte)kind;

        // As many times as a common kind has, so that it is drawn as often.
        for (int copies = 0; copies < NamesInList; copies++)
            corpus.Add(buffer[..(1 + writer.Length)]);
    }

    private delegate void WriteBody(ref WireWriter body);
}
