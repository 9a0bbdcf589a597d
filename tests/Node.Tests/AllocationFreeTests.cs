using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Node.Tests;

public sealed class AllocationFreeTests
{
    private readonly PeerNode[] nodes = [NodeSwarm.NewNode(0), NodeSwarm.NewNode(1)];
    private readonly Outbox[] outboxes = [new(), new()];
    private readonly byte[] buffer = new byte[Limits.FrameBytes];
    private readonly Queue<(int From, int To, int Start, int Length)> mail = new(256);
    private readonly byte[] arena = new byte[256 * Limits.FrameBytes];
    private int used;
    private Instant now = new(TimeSpan.TicksPerDay);
    private long received;

    public AllocationFreeTests()
    {
        nodes[0].Start(now, [], [], outboxes[0]);
        nodes[1].Start(now, [NodeSwarm.AddressOf(0)], [], outboxes[1]);
        foreach (PeerNode node in nodes)
            node.Offer(NodeSwarm.Machine, accepts: true);
    }

    [Fact]
    public void A_warmed_pair_gossips_without_allocating_a_byte()
    {
        Run(cycles: 200);
        received = 0;
        AllocationWindows.AssertNone(() => Run(cycles: 2000));
        Assert.True(received > 8000, $"{received} frames");
    }

    [Fact]
    public void A_warmed_pair_watches_the_cloud_without_allocating_a_byte()
    {
        Run(cycles: 200);
        ulong before = nodes[0].Standing.Epoch;
        AllocationWindows.AssertNone(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                nodes[0].Standing.Watch(now, now + TimeSpan.FromMinutes(1));
                Run(cycles: 30);
            }
        });
        Assert.True(nodes[1].Standing.Epoch > before + 300, $"{nodes[1].Standing.Epoch}");
    }

    [Fact]
    public void Leases_are_kept_without_allocating_a_byte()
    {
        Run(cycles: 10);
        TimeSpan day = TimeSpan.FromDays(1);
        var spec = new SubcloudSpec(7, "a", 2, 2, new Resources(500, 64), day, day, false);
        nodes[0].CreateSubcloud(now, spec, outboxes[0]);
        Run(cycles: 200);
        Assert.Equal(SubcloudState.Active, nodes[0].Controller.Subclouds[0].State);
        AllocationWindows.AssertNone(() => Run(cycles: 2000));
        Assert.Equal(SubcloudState.Active, nodes[0].Controller.Subclouds[0].State);
        Assert.Equal(1, nodes[1].Ledger.Leases.Length);
    }

    private void Run(int cycles)
    {
        Instant until = now + TimeSpan.FromSeconds(cycles);
        while (now < until)
        {
            Instant next = Instant.Min(nodes[0].NextDeadline, nodes[1].NextDeadline);
            now = next > now ? next : now;
            for (int i = 0; i < nodes.Length; i++)
            {
                nodes[i].Tick(now, outboxes[i]);
                Post(i);
            }

            while (mail.TryDequeue(out (int From, int To, int Start, int Length) frame))
                Deliver(frame.From, frame.To, arena.AsSpan(frame.Start, frame.Length));
            used = 0;
        }
    }

    private void Post(int from)
    {
        foreach (OutboundFrame sent in outboxes[from].Sends)
        {
            outboxes[from].BytesOf(sent.Bytes).Span.CopyTo(arena.AsSpan(used));
            mail.Enqueue((from, (int)sent.To.Ip - 1, used, sent.Bytes.Length));
            used += sent.Bytes.Length;
        }

        outboxes[from].Clear();
    }

    private void Deliver(int from, int to, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer);
        Refusal refusal = nodes[to].Receive(
            now, NodeSwarm.SenderOf(from), buffer.AsSpan(0, bytes.Length), outboxes[to]);
        Invariant.Holds(refusal == Refusal.None);
        received++;
        Post(to);
    }
}
