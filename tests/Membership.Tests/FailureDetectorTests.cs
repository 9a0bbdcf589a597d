using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Tests;

public sealed class FailureDetectorTests
{
    private static readonly Instant Start = new(TimeSpan.TicksPerDay);
    private static readonly LivenessOptions Options = new();

    [Fact]
    public void A_silent_peer_is_unreachable_soon_and_out_of_every_view()
    {
        Swarm swarm = Settled(6);
        GossipNode silent = swarm.Nodes[3];
        swarm.Remove(silent);
        swarm.Run(4);
        Assert.All(swarm.Nodes, node => Assert.Equal(PeerState.Alive, node.StateOf(4)));
        swarm.Run(6);
        Assert.All(swarm.Nodes, node => Assert.Equal(PeerState.Unreachable, node.StateOf(4)));
        Assert.All(swarm.Nodes, node => Assert.DoesNotContain(4, node.View()));
    }

    [Fact]
    public void A_peer_that_answers_again_is_alive_again()
    {
        Swarm swarm = Settled(4);
        swarm.Passes = (a, b) => a.Self.Id.Hash.D != 2 && b.Self.Id.Hash.D != 2;
        swarm.Run(12);
        Assert.Equal(PeerState.Unreachable, swarm.Nodes[0].StateOf(2));
        swarm.Passes = (_, _) => true;
        swarm.Run(12);
        Assert.Equal(PeerState.Alive, swarm.Nodes[0].StateOf(2));
        Assert.Equal(PeerState.Alive, swarm.Nodes[1].StateOf(1));
    }

    [Fact]
    public void A_lost_peer_is_forgotten_after_a_while()
    {
        Swarm swarm = Settled(4);
        swarm.Remove(swarm.Nodes[3]);
        swarm.Run(10 + Options.Remember.TotalSeconds + 5);
        Assert.All(swarm.Nodes, node => Assert.Equal(PeerTable.NoHandle, node.HandleOf(4)));
        Assert.All(swarm.Nodes, node => Assert.Equal(2, node.Peers.Count));
    }

    [Fact]
    public void A_peer_that_nobody_ever_heard_is_forgotten_after_a_few_probes()
    {
        var node = new GossipNode(1);
        node.TakeShuffle(Start, 2, GossipNode.Of(3));
        node.Detector.Start(Start);
        int pings = CountPings(node, 20, to => to == GossipNode.Of(3).Address);
        Assert.Equal(PeerTable.NoHandle, node.HandleOf(3));
        Assert.DoesNotContain(3, node.View());
        Assert.Equal(Options.MissesAllowed + 1, pings);
    }

    [Fact]
    public void A_goodbye_is_final_until_a_higher_epoch()
    {
        GossipNode node = Hearing(2);
        Assert.Equal(
            Refusal.None, node.TakeProbe(Start, GossipNode.SenderOf(2), MessageKind.Leave));
        Assert.Equal(PeerState.Left, node.StateOf(2));
        Assert.Equal(
            Refusal.StaleSender,
            node.TakeProbe(Start, GossipNode.SenderOf(2), MessageKind.Ping));
        node.TakeShuffle(Start, 3, GossipNode.Of(2));
        Assert.Equal(PeerState.Left, node.StateOf(2));
        Assert.DoesNotContain(2, node.View());
        Assert.Equal(
            Refusal.None,
            node.TakeProbe(Start, GossipNode.SenderOf(2, epoch: 2), MessageKind.Ping));
        Assert.Equal(PeerState.Alive, node.StateOf(2));
    }

    [Fact]
    public void Word_of_a_higher_epoch_has_one_that_left_probed_again()
    {
        GossipNode node = Hearing(2);
        node.TakeProbe(Start, GossipNode.SenderOf(2), MessageKind.Leave);
        node.TakeShuffle(Start, 3, GossipNode.Of(2, epoch: 2));
        Assert.Equal(PeerState.Unverified, node.StateOf(2));
    }

    [Fact]
    public void A_goodbye_of_a_stranger_or_of_an_earlier_incarnation_is_refused()
    {
        GossipNode node = Hearing(2, epoch: 4);
        Sender stranger = GossipNode.SenderOf(9);
        Assert.Equal(Refusal.StaleSender, node.TakeProbe(Start, stranger, MessageKind.Leave));
        Sender earlier = GossipNode.SenderOf(2, epoch: 3);
        Assert.Equal(Refusal.StaleSender, node.TakeProbe(Start, earlier, MessageKind.Leave));
        Assert.Equal(PeerState.Alive, node.StateOf(2));
    }

    [Fact]
    public void A_node_that_leaves_is_known_to_have_left()
    {
        Swarm swarm = Settled(5);
        GossipNode leaving = swarm.Nodes[2];
        leaving.Detector.SayGoodbye(leaving.Outbox);
        Assert.Equal(4, leaving.CountSends(MessageKind.Leave));
        swarm.Post(leaving);
        swarm.Run(0.01);
        swarm.Remove(leaving);
        swarm.Run(20);
        Assert.All(swarm.Nodes, node => Assert.Equal(PeerState.Left, node.StateOf(3)));
        GossipNode again = swarm.Add(3, epoch: 2);
        swarm.Run(10);
        Assert.All(
            swarm.Nodes.Where(node => node != again),
            node => Assert.Equal(PeerState.Alive, node.StateOf(3)));
    }

    [Fact]
    public void A_node_that_was_held_up_judges_nobody()
    {
        Swarm swarm = Settled(5);
        GossipNode node = swarm.Nodes[0];
        foreach (int misses in (int[])[0, 2, 3, 7])
        {
            for (int number = 2; number <= 5; number++)
                node.Peers[node.HandleOf(number)].Unanswered = misses;
            node.Detector.Tick(swarm.Now + TimeSpan.FromHours(1 + misses), node.Outbox);
            Instant next = node.Detector.NextDeadline;
            node.Detector.Tick(next, node.Outbox);
            for (int number = 2; number <= 5; number++)
                Assert.Equal(PeerState.Alive, node.StateOf(number));
        }
    }

    [Fact]
    public void No_cycle_has_more_probes_than_the_budget_and_everyone_gets_a_turn()
    {
        var node = new GossipNode(1);
        for (int number = 2; number <= 101; number++)
            node.TakeProbe(Start, GossipNode.SenderOf(number), MessageKind.Ping);
        node.Outbox.Clear();
        node.Detector.Start(Start);
        var probed = new HashSet<PeerAddress>();
        for (int cycle = 0; cycle < 30; cycle++)
        {
            Instant now = node.Detector.NextDeadline;
            node.Detector.Tick(now, node.Outbox);
            Assert.InRange(node.Outbox.Sends.Length, 0, Options.ProbesPerCycle);
            foreach (OutboundFrame sent in node.Outbox.Sends.ToArray())
                Answer(node, now, sent, probed);
            node.Outbox.Clear();
        }

        Assert.Equal(100, probed.Count);
    }

    [Fact]
    public void A_pong_counts_though_another_frame_of_the_peer_came_first()
    {
        GossipNode node = Hearing(2);
        uint number = Probe(node);
        node.TakeShuffle(Start, 2, GossipNode.Of(2));
        Sender peer = GossipNode.SenderOf(2);
        Assert.Equal(Refusal.None, node.TakeProbe(Start, peer, MessageKind.Pong, number));
    }

    [Fact]
    public void A_pong_that_nobody_asked_for_is_refused()
    {
        GossipNode node = Hearing(2);
        Sender peer = GossipNode.SenderOf(2);
        Assert.Equal(Refusal.Unexpected, node.TakeProbe(Start, peer, MessageKind.Pong));
        uint number = Probe(node);
        Assert.Equal(
            Refusal.Unexpected, node.TakeProbe(Start, peer, MessageKind.Pong, number + 1));
        Assert.Equal(Refusal.None, node.TakeProbe(Start, peer, MessageKind.Pong, number));
        Assert.Equal(Refusal.Unexpected, node.TakeProbe(Start, peer, MessageKind.Pong, number));
    }

    [Fact]
    public void Probes_tell_what_the_machine_has_free()
    {
        Swarm swarm = Settled(2);
        var status = new PeerStatus(new Resources(4000, 2048), new Resources(1000, 48), true);
        swarm.Nodes[0].Detector.OwnStatus = status;
        swarm.Run(3);
        GossipNode other = swarm.Nodes[1];
        Assert.Equal(status, other.Peers[other.HandleOf(1)].Status);
    }

    private static Swarm Settled(int size)
    {
        var swarm = new Swarm();
        swarm.Add(1, size);
        swarm.Run(10);
        Assert.All(swarm.Nodes, node => Assert.Equal(size - 1, node.Peers.Count));
        return swarm;
    }

    private static GossipNode Hearing(int number, uint epoch = 1)
    {
        var node = new GossipNode(1);
        node.TakeProbe(Start, GossipNode.SenderOf(number, epoch), MessageKind.Ping);
        node.Outbox.Clear();
        return node;
    }

    private static uint Probe(GossipNode node)
    {
        node.Detector.Start(Start);
        node.Detector.Tick(Start, node.Outbox);
        return NumberOf(node, node.Outbox.Sends[^1]);
    }

    private static uint NumberOf(GossipNode node, in OutboundFrame ping)
    {
        Frame.TryRead(node.Outbox.BytesOf(ping.Bytes).Span, out _, out ReadOnlySpan<byte> body);
        Assert.True(ProbeMessage.TryRead(body, out ProbeMessage message));
        return message.Number;
    }

    private static void Answer(
        GossipNode node, Instant now, in OutboundFrame ping, HashSet<PeerAddress> probed)
    {
        probed.Add(ping.To);
        Sender from = GossipNode.SenderOf((int)ping.To.Ip);
        uint number = NumberOf(node, ping);
        Assert.Equal(Refusal.None, node.TakeProbe(now, from, MessageKind.Pong, number));
    }

    private static int CountPings(GossipNode node, int cycles, Func<PeerAddress, bool> counts)
    {
        int pings = 0;
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            node.Detector.Tick(node.Detector.NextDeadline, node.Outbox);
            foreach (OutboundFrame sent in node.Outbox.Sends)
                pings += counts(sent.To) ? 1 : 0;
            node.Outbox.Clear();
        }

        return pings;
    }
}
