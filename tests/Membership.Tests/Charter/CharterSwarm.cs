using P2PCS.Membership.Admission;
using P2PCS.Membership.Charter;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Membership.Tests.Admission;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests.Charter;

/// <summary>Charters that all know each other, in virtual time; frames take 20 ms.</summary>
internal sealed class CharterSwarm
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private readonly PriorityQueue<Action, (Instant At, long Order)> agenda = new();
    private readonly Member[] members;
    private readonly TestCloud cloud;
    private Rng rng;
    private long order;

    public CharterSwarm(TestCloud cloud, int count)
    {
        this.cloud = cloud;
        rng = new Rng(Seed.Value, 7);
        members = new Member[count];
        for (int i = 0; i < count; i++)
            members[i] = Start(i, epoch: 1);
    }

    public Instant Now { get; private set; } =
        new((TestCloud.Start + 100) * TimeSpan.TicksPerSecond);

    /// <summary>Part of the frames that are lost.</summary>
    public double Loss { get; set; }

    /// <summary>Whether a frame from one to the other gets through.</summary>
    public Func<int, int, bool> Passes { get; set; } = (_, _) => true;

    public long Frames { get; private set; }

    public long Bytes { get; private set; }

    public List<Refusal> Refused { get; } = [];

    public int Count => members.Length;

    public CloudCharter this[int index] => members[index].Charter;

    public PeerTable PeersOf(int index) => members[index].Peers;

    public Outbox OutboxOf(int index) => members[index].Outbox;

    public static PeerId IdOf(int index) => new(new Digest(1, 0, 0, (ulong)(index + 1)));

    public void Issue(int index, Statement statement)
    {
        Assert.True(members[index].Charter.Issue(Now, statement, members[index].Outbox));
        Drain(index);
    }

    /// <summary>Stops and starts a member with what it had written down.</summary>
    public void Restart(int index, uint epoch)
    {
        Dictionary<(RecordKind, UInt128), byte[]> disk = members[index].Disk;
        members[index] = Start(index, epoch);
        foreach (((RecordKind kind, UInt128 key), byte[] value) in disk)
        {
            members[index].Charter.Restore(kind, value);
            members[index].Disk[(kind, key)] = value;
        }
    }

    public void Run(double seconds, Func<bool>? until = null)
    {
        Instant end = Now + TimeSpan.FromSeconds(seconds);
        while (Now < end && until?.Invoke() != true)
        {
            Instant next = agenda.TryPeek(out _, out (Instant At, long Order) due)
                ? due.At
                : Instant.Never;
            foreach (Member member in members)
                next = Instant.Min(next, member.Charter.NextDeadline);
            Now = next > end ? end : next > Now ? next : Now;
            while (agenda.TryPeek(out _, out due) && due.At <= Now)
                agenda.Dequeue()();
            for (int i = 0; i < members.Length; i++)
            {
                if (members[i].Charter.NextDeadline > Now)
                    continue;
                members[i].Charter.Tick(Now, members[i].Outbox);
                Drain(i);
            }
        }
    }

    private Member Start(int index, uint epoch)
    {
        var peers = new PeerTable();
        var outbox = new Outbox();
        var self = new Descriptor(IdOf(index), SenderOf(index, epoch).Address, epoch, 0);
        peers.Enter(self);
        for (int other = 0; other < members.Length; other++)
        {
            if (other != index)
                peers.Hear(Now, SenderOf(other, 1), outbox);
        }

        outbox.Clear();
        var sampling = new PeerSampling(new SamplingOptions(), peers, self, rng.Fork(1));
        var detector = new FailureDetector(
            new LivenessOptions(), peers, sampling, rng.Fork(3));
        var charter = new CloudCharter(
            new CharterOptions(), (IdOf(index), cloud.Id), peers, detector, rng.Fork(2));
        charter.Start(Now + TimeSpan.FromSeconds(10 * rng.Fraction()));
        return new Member(charter, peers, outbox, []);
    }

    private void Drain(int index)
    {
        Member member = members[index];
        foreach (RecordWrite record in member.Outbox.Records)
        {
            member.Disk.Remove((record.Kind, record.Key));
            byte[] value = member.Outbox.BytesOf(record.Bytes).ToArray();
            if (!record.Delete)
                member.Disk.Add((record.Kind, record.Key), value);
        }

        foreach (OutboundFrame sent in member.Outbox.Sends)
        {
            Frames++;
            Bytes += sent.Bytes.Length;
            int to = (int)sent.To.Ip - 1;
            byte[] frame = member.Outbox.BytesOf(sent.Bytes).ToArray();
            if (rng.Fraction() >= Loss && Passes(index, to))
                agenda.Enqueue(() => Deliver(index, to, frame), (Now + Latency, order++));
        }

        member.Outbox.Clear();
    }

    private void Deliver(int from, int to, byte[] frame)
    {
        if (members[to].Peers.IsBarred(IdOf(from)))
            return;
        Refusal refusal = members[to].Charter.Receive(
            Now, SenderOf(from, 1), (MessageKind)frame[0], frame.AsSpan(1), members[to].Outbox);
        if (refusal != Refusal.None)
            Refused.Add(refusal);
        Drain(to);
    }

    private static Sender SenderOf(int index, uint epoch) =>
        new(IdOf(index), epoch, new PeerAddress((UInt128)(index + 1), 7400));

    private sealed record Member(
        CloudCharter Charter,
        PeerTable Peers,
        Outbox Outbox,
        Dictionary<(RecordKind, UInt128), byte[]> Disk);
}
