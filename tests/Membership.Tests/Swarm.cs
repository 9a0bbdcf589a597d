using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Membership.Tests;

/// <summary>Gossip nodes in virtual time; frames take a millisecond unless a link is cut.</summary>
public sealed class Swarm
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);

    private readonly PriorityQueue<Mail, (Instant At, long Order)> mail = new();
    private readonly Dictionary<PeerAddress, GossipNode> byAddress = [];
    private long order;

    public List<GossipNode> Nodes { get; } = [];

    public Instant Now { get; private set; } = new(TimeSpan.TicksPerDay);

    /// <summary>Whether a frame from one to the other gets through.</summary>
    public Func<GossipNode, GossipNode, bool> Passes { get; set; } = (_, _) => true;

    /// <summary>Parameters of nodes to come.</summary>
    public SamplingOptions Options { get; init; } = new();

    /// <summary>Where nodes to come are reached; none for a private network.</summary>
    public Func<int, PeerAddress> AddressOf { get; set; } = _ => default;

    /// <summary>Every refusal so far.</summary>
    public List<Refusal> Refusals { get; } = [];

    /// <summary>Starts a node that joins by the first one.</summary>
    public GossipNode Add(int number, uint epoch = 1)
    {
        var node = new GossipNode(number, epoch, Options, AddressOf(number));
        Nodes.RemoveAll(old => old.Self.Id == node.Self.Id);
        PeerAddress[] contacts = Nodes.Count == 0 ? [] : [Nodes[0].Self.Address];
        Nodes.Add(node);
        byAddress[node.Self.Address] = node;
        node.Sampling.Start(Now, contacts);
        node.Detector.Start(Now);
        return node;
    }

    public void Add(int first, int last)
    {
        for (int number = first; number <= last; number++)
            Add(number);
    }

    public void Remove(GossipNode node)
    {
        Nodes.Remove(node);
        byAddress.Remove(node.Self.Address);
    }

    public void Run(double seconds, Action? afterEachStep = null)
    {
        Instant until = Now + TimeSpan.FromSeconds(seconds);
        for (Instant next = Next(); next <= until; next = Next())
        {
            Now = next;
            while (mail.TryPeek(out _, out (Instant At, long Order) due) && due.At <= Now)
                Deliver(mail.Dequeue());
            foreach (GossipNode node in Nodes)
            {
                if (node.NextDeadline > Now)
                    continue;
                node.Tick(Now);
                Post(node);
            }

            afterEachStep?.Invoke();
        }

        Now = until;
    }

    private Instant Next()
    {
        Instant next = mail.TryPeek(out _, out (Instant At, long Order) due)
            ? due.At
            : Instant.Never;
        foreach (GossipNode node in Nodes)
            next = Instant.Min(next, node.NextDeadline);
        return next;
    }

    private void Deliver(Mail due)
    {
        if (!byAddress.TryGetValue(due.To, out GossipNode? to) || !Passes(due.From, to))
            return;
        Refusal refusal = to.Receive(Now, due.From.Self, due.Frame);
        if (refusal != Refusal.None)
            Refusals.Add(refusal);
        Post(to);
    }

    /// <summary>Puts what a node wants to send into the mail.</summary>
    public void Post(GossipNode node)
    {
        foreach (OutboundFrame sent in node.Outbox.Sends)
        {
            byte[] frame = node.Outbox.BytesOf(sent.Bytes).ToArray();
            mail.Enqueue(new Mail(node, sent.To, frame), (Now + Latency, order++));
        }

        node.Outbox.Clear();
    }

    private sealed record Mail(GossipNode From, PeerAddress To, byte[] Frame);
}
