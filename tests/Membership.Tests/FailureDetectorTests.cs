using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
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
        swarm.Remove(swarm.Nodes[3]);
        swarm.Run(3);
        Assert.All(
            swarm.Nodes, node => Assert.NotEqual(PeerState.Unreachable, node.StateOf(4)));
        swarm.Run(7);
        Assert.All(swarm.Nodes, node => Assert.Equal(PeerState.Unreachable, node.StateOf(4)));
        Assert.All(swarm.Nodes, node => Assert.DoesNotContain(4, node.View()));
    }

    [Fact]
    public void A_peer_that_some_cannot_reach_is_reached_through_others()
    {
        Swarm swarm = Settled(6);
        swarm.Passes = (a, b) => Number(a) + Number(b) != 3;
        swarm.Run(120);
        Assert.All(swarm.Nodes, node => Assert.Equal(
            0, node.Peers.CountOf(PeerState.Unreachable)));
    }

    [Fact]
    public void A_peer_that_answers_again_is_alive_again()
    {
        Swarm swarm = Settled(4);
        swarm.Passes = (a, b) => Number(a) != 2 && Number(b) != 2;
        swarm.Run(30);
        Assert.Equal(PeerState.Unreachable, swarm.Nodes[0].StateOf(2));
        swarm.Passes = (_, _) => true;
        swarm.Run(12);
        Assert.All(swarm.Nodes, node => Assert.Equal(3, node.Peers.CountOf(PeerState.Alive)));
    }

    [Fact]
    public void A_lost_peer_is_forgotten_after_a_while()
    {
        Swarm swarm = Settled(4);
        swarm.Remove(swarm.Nodes[3]);
        swarm.Run(20 + Options.Remember.TotalSeconds + 80);
        Assert.All(swarm.Nodes, node => Assert.Equal(PeerTable.NoHandle, node.HandleOf(4)));
        Assert.All(swarm.Nodes, node => Assert.Equal(2, node.Peers.Count));
    }

    [Fact]
    public void A_peer_that_nobody_ever_heard_is_forgotten_after_a_few_probes()
    {
        var node = new GossipNode(1);
        node.TakeShuffle(Start, 2, GossipNode.Of(3));
        node.Detector.Start(Start);
        for (int step = 0; step < 100; step++)
            node.Detector.Tick(node.Detector.NextDeadline, node.Outbox);
        Assert.Equal(PeerTable.NoHandle, node.HandleOf(3));
        Assert.DoesNotContain(3, node.View());
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
        node.TakeNews(Start, 3, GossipNode.Told(RumourKind.Joined, 2));
        node.TakeNews(Start, 3, GossipNode.Told(RumourKind.Suspect, 2));
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
        node.Detector.Start(Start);
        node.Detector.Tick(Start, node.Outbox);
        node.Outbox.Clear();
        node.TakeShuffle(Start, 3, GossipNode.Of(2, epoch: 2));
        node.Detector.Tick(node.Detector.NextDeadline, node.Outbox);
        Assert.Contains(
            node.Outbox.Sends.ToArray(),
            sent => sent.Kind == MessageKind.Ping && sent.To == GossipNode.Of(2).Address);
        Assert.Equal(PeerState.Left, node.StateOf(2));
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

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public void A_node_that_leaves_is_known_to_have_left_by_all(int size)
    {
        Swarm swarm = Settled(size);
        GossipNode leaving = swarm.Nodes[2];
        leaving.Detector.SayGoodbye(leaving.Outbox);
        Assert.Equal(Math.Min(size - 1, 32), leaving.CountSends(MessageKind.Leave));
        swarm.Post(leaving);
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
        node.Detector.Tick(swarm.Now + TimeSpan.FromHours(1), node.Outbox);
        Assert.Equal(1, node.Detector.Health);
        Assert.Equal(4, node.Peers.CountOf(PeerState.Alive));
    }

    [Fact]
    public void Everyone_gets_a_turn_within_two_rounds()
    {
        var node = new GossipNode(1);
        for (int number = 2; number <= 101; number++)
            node.TakeProbe(Start, GossipNode.SenderOf(number), MessageKind.Ping);
        node.Outbox.Clear();
        node.Detector.Start(Start);
        var probed = new HashSet<PeerAddress>();
        for (int cycle = 0; cycle < 200;)
        {
            Instant now = node.Detector.NextDeadline;
            node.Detector.Tick(now, node.Outbox);
            foreach (OutboundFrame sent in node.Outbox.Sends.ToArray())
            {
                if (sent.Kind != MessageKind.Ping)
                    continue;
                cycle++;
                probed.Add(sent.To);
                Sender from = GossipNode.SenderOf((int)sent.To.Ip);
                node.TakeProbe(now, from, MessageKind.Pong, NumberOf(node, sent));
            }

            node.Outbox.Clear();
        }

        Assert.Equal(100, probed.Count);
    }

    [Fact]
    public void A_pong_that_nobody_asked_for_is_refused()
    {
        GossipNode node = Hearing(2);
        Sender peer = GossipNode.SenderOf(2);
        Assert.Equal(Refusal.Unexpected, node.TakeProbe(Start, peer, MessageKind.Pong));
        node.Detector.Start(Start);
        node.Detector.Tick(Start, node.Outbox);
        OutboundFrame ping = node.Outbox.Sends.ToArray().First(f => f.Kind == MessageKind.Ping);
        uint number = NumberOf(node, ping);
        Assert.Equal(
            Refusal.Unexpected, node.TakeProbe(Start, peer, MessageKind.Pong, number + 1));
        Assert.Equal(Refusal.None, node.TakeProbe(Start, peer, MessageKind.Pong, number));
        Assert.Equal(Refusal.Unexpected, node.TakeProbe(Start, peer, MessageKind.Pong, number));
    }

    [Fact]
    public void What_a_machine_has_free_is_told_to_all()
    {
        Swarm swarm = Settled(12);
        var status = new PeerStatus(new Resources(4000, 2048), new Resources(1000, 48), true);
        swarm.Nodes[0].Peers.OwnStatus = status;
        swarm.Run(4);
        foreach (GossipNode other in swarm.Nodes.Skip(1))
            Assert.Equal(status, other.Peers[other.HandleOf(1)].Status);
    }

    [Fact]
    public void A_node_that_is_suspected_answers_with_a_higher_incarnation()
    {
        GossipNode node = Hearing(2);
        node.TakeNews(Start, 2, GossipNode.Told(RumourKind.Suspect, 1, incarnation: 4));
        Assert.Equal(5u, node.Peers.OwnIncarnation);
        node.TakeNews(Start, 2, GossipNode.Told(RumourKind.Suspect, 1, incarnation: 4));
        Assert.Equal(5u, node.Peers.OwnIncarnation);
        Assert.Equal(1, node.Detector.Health);
    }

    [Fact]
    public void Nobody_is_unreachable_by_hearsay_without_having_been_suspect()
    {
        GossipNode node = Hearing(2);
        Instant later = Start + TimeSpan.FromSeconds(5);
        node.TakeNews(later, 3, GossipNode.Told(RumourKind.Unreachable, 2));
        Assert.Equal(PeerState.Suspect, node.StateOf(2));
        node.TakeNews(later, 3, GossipNode.Told(RumourKind.Unreachable, 2));
        Assert.Equal(PeerState.Suspect, node.StateOf(2));
        node.Detector.Start(later);
        node.Detector.Tick(later, node.Outbox);
        node.Detector.Tick(later + Options.Cycle, node.Outbox);
        Assert.Equal(PeerState.Suspect, node.StateOf(2));
        node.Detector.Tick(later + (Options.Cycle * 2), node.Outbox);
        Assert.Equal(PeerState.Unreachable, node.StateOf(2));
        node.TakeNews(later, 3, GossipNode.Told(RumourKind.Alive, 2));
        Assert.Equal(PeerState.Unreachable, node.StateOf(2));
        node.TakeNews(later, 3, GossipNode.Told(RumourKind.Alive, 2, incarnation: 1));
        Assert.Equal(PeerState.Alive, node.StateOf(2));
    }

    [Fact]
    public void A_peer_heard_just_now_is_not_suspected_by_hearsay_but_asked()
    {
        GossipNode node = Hearing(2);
        node.TakeNews(Start, 3, GossipNode.Told(RumourKind.Suspect, 2));
        Assert.Equal(PeerState.Alive, node.StateOf(2));
        Assert.Equal(node.HandleOf(2), node.Peers.Doubted);
    }

    [Fact]
    public void The_more_others_suspect_a_peer_the_sooner_it_is_given_up()
    {
        Assert.True(SecondsToGiveUp(confirmations: 3) < SecondsToGiveUp(confirmations: 1));
        Assert.True(SecondsToGiveUp(confirmations: 1) < SecondsToGiveUp(confirmations: 0));
        Assert.InRange(SecondsToGiveUp(confirmations: 3), 2.9, 3.1);
        Assert.InRange(SecondsToGiveUp(confirmations: 0), 17.9, 18.1);
    }

    [Fact]
    public void A_newcomer_gets_the_whole_roster()
    {
        Swarm swarm = Settled(60);
        GossipNode late = swarm.Add(61);
        swarm.Run(3);
        Assert.Equal(60, late.Peers.CountOf(PeerState.Alive));
        Assert.All(swarm.Nodes, node => Assert.Equal(
            swarm.Nodes[0].Peers.Digest.Value, node.Peers.Digest.Value));
    }

    // Suspicion's own clock, without probes.
    private static double SecondsToGiveUp(int confirmations)
    {
        var node = new GossipNode(1);
        for (int number = 2; number <= 9; number++)
            node.TakeProbe(Start, GossipNode.SenderOf(number), MessageKind.Ping);
        var suspicions = new Suspicions(Options, node.Peers, node.Sampling);
        for (int by = 0; by <= confirmations; by++)
            Assert.True(suspicions.Suspect(node.HandleOf(2), 100 + (ulong)by, Start));
        Assert.False(suspicions.Suspect(node.HandleOf(2), 100, Start));
        Assert.Equal(node.HandleOf(2), suspicions.NextToAsk(suspicions.NextDeadline));
        Assert.Equal(node.HandleOf(2), suspicions.NextToAsk(suspicions.NextDeadline));
        Assert.Equal(PeerTable.NoHandle, suspicions.NextToAsk(suspicions.NextDeadline));
        Instant end = suspicions.NextDeadline;
        suspicions.Expire(end, node.Outbox);
        Assert.Equal(PeerState.Unreachable, node.StateOf(2));
        return (end - Start).TotalSeconds;
    }

    private static int Number(GossipNode node) => (int)node.Self.Id.Hash.D;

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

    private static uint NumberOf(GossipNode node, in OutboundFrame ping)
    {
        Frame.TryRead(node.Outbox.BytesOf(ping.Bytes).Span, out _, out ReadOnlySpan<byte> body);
        Assert.True(ProbeMessage.TryRead(body, out ProbeMessage message, out _));
        return message.Number;
    }
}
