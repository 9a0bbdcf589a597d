using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Tests;

public sealed class PeerSamplingTests
{
    private static readonly Instant Start = new(TimeSpan.TicksPerDay);

    [Fact]
    public void Two_nodes_find_each_other_by_a_contact_address()
    {
        var swarm = new Swarm();
        swarm.Add(1, 2);
        swarm.Run(0.5);
        Assert.Equal([2], swarm.Nodes[0].View());
        swarm.Run(3);
        Assert.Equal(PeerState.Alive, swarm.Nodes[0].StateOf(2));
        Assert.Equal(PeerState.Alive, swarm.Nodes[1].StateOf(1));
        Assert.Empty(swarm.Refusals);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(12, 10)]
    [InlineData(40, 15)]
    public void A_swarm_that_joined_by_one_contact_knows_everybody(int size, double seconds)
    {
        var swarm = new Swarm();
        swarm.Add(1, size);
        swarm.Run(seconds);
        foreach (GossipNode node in swarm.Nodes)
        {
            Assert.Equal(size - 1, node.Peers.Count);
            Assert.InRange(node.View().Length, Math.Min(size / 2, 20), Math.Min(size - 1, 30));
        }
    }

    [Fact]
    public void A_view_names_nobody_twice_and_never_its_owner()
    {
        var swarm = new Swarm();
        swarm.Add(1, 40);
        swarm.Run(10, () =>
        {
            GossipNode node = swarm.Nodes[^1];
            int[] view = node.View();
            Assert.Equal(view.Length, view.Distinct().Count());
            Assert.DoesNotContain((int)node.Self.Id.Hash.D, view);
        });
    }

    [Fact]
    public void A_node_whose_contacts_are_silent_asks_both_again_and_ever_more_seldom()
    {
        var node = new GossipNode(1);
        node.Sampling.Start(Start, [GossipNode.Of(2).Address, GossipNode.Of(3).Address]);
        var asked = new HashSet<PeerAddress>();
        int early = 0;
        int late = 0;
        RunAlone(node, 5, sent => early += asked.Add(sent.To) ? 1 : 1);
        Assert.Equal(2, asked.Count);
        RunAlone(node, 305, _ => late++);
        Assert.InRange(early, 4, 15);
        Assert.InRange(late, 30, 300 * early / 10);
    }

    [Fact]
    public void A_node_without_anybody_to_ask_stays_quiet()
    {
        var node = new GossipNode(1);
        node.Sampling.Start(Start, []);
        RunAlone(node, 5, _ => Assert.Fail("nobody to send to"));
    }

    [Fact]
    public void A_silent_partner_gets_a_tombstone_and_two_more_are_tried()
    {
        GossipNode node = Knowing(2, 3, 4, 5, 6);
        var asked = new List<PeerAddress>();
        node.Sampling.Start(Start, []);
        RunAlone(node, 0.85, sent => asked.Add(sent.To));
        Assert.Equal(3, asked.Distinct().Count());
        Assert.Equal(3, asked.Count);
        int[] left = node.View();
        Assert.Equal(2, left.Length);

        // Told of all again, the node takes none of the three back.
        Instant later = Start + TimeSpan.FromSeconds(0.85);
        Descriptor[] all = [.. Enumerable.Range(2, 5).Select(n => GossipNode.Of(n))];
        node.TakeShuffle(later, 7, all);
        Assert.Equal(left, node.View());
        node.TakeShuffle(later + TimeSpan.FromSeconds(60), 7, all);
        Assert.Equal(5, node.View().Length);
    }

    [Fact]
    public void A_partner_that_is_heard_again_has_no_tombstone()
    {
        GossipNode node = Knowing(2);
        node.Sampling.Start(Start, []);
        RunAlone(node, 0.3, _ => { });
        Instant later = Start + TimeSpan.FromSeconds(0.3);
        Assert.Empty(node.View());
        node.TakeShuffle(later, 2, GossipNode.Of(2));
        Assert.Equal([2], node.View());
    }

    [Fact]
    public void A_node_that_was_held_up_begins_one_exchange_not_two()
    {
        GossipNode node = Knowing(2, 3, 4, 5, 6);
        node.Sampling.Start(Start, []);
        node.Sampling.Tick(Start, node.Outbox);
        node.Outbox.Clear();
        node.Sampling.Tick(Start + TimeSpan.FromSeconds(30), node.Outbox);
        Assert.Equal(1, node.Outbox.Sends.Length);
        Assert.Equal(3, node.View().Length);
    }

    [Fact]
    public void A_reply_that_nobody_asked_for_is_refused()
    {
        GossipNode node = Knowing(2);
        byte[] buffer = new byte[5];
        var body = new WireWriter(buffer);
        ShuffleMessage.WriteHead(ref body, 0, 0);
        long version = node.Peers.Version;
        Refusal refusal = node.Sampling.Receive(
            Start, GossipNode.SenderOf(2), MessageKind.ShuffleReply, buffer, node.Outbox);
        Assert.Equal(Refusal.Unexpected, refusal);
        Assert.Equal(version, node.Peers.Version);
    }

    [Fact]
    public void A_descriptor_older_than_the_view_is_not_taken_in()
    {
        var node = new GossipNode(1);
        node.TakeShuffle(Start, 2, GossipNode.Of(3, age: 30), GossipNode.Of(4, age: 31));
        Assert.Equal([3], node.View());
    }

    [Fact]
    public void A_descriptor_of_the_node_itself_is_not_taken_in()
    {
        var node = new GossipNode(1);
        node.TakeShuffle(Start, 2, GossipNode.Of(1), GossipNode.Of(2));
        Assert.Equal([2], node.View());
        Assert.Equal(1, node.Peers.Count);
    }

    [Fact]
    public void An_answer_does_not_name_the_one_who_asked()
    {
        GossipNode node = Knowing(2, 3);
        node.TakeShuffle(Start, 2, GossipNode.Of(2));
        OutboundFrame answer = node.Outbox.Sends[^1];
        Frame.TryRead(node.Outbox.BytesOf(answer.Bytes).Span, out _, out ReadOnlySpan<byte> body);
        Assert.True(ShuffleMessage.TryRead(body, out ShuffleMessage message));
        Assert.Equal(1, message.Count);
        Assert.True(message.MoveNext());
        Assert.Equal(GossipNode.Of(3).Id, message.Current.Id);
    }

    [Fact]
    public void The_halves_of_a_cloud_that_was_cut_in_two_mix_again()
    {
        var swarm = new Swarm();
        swarm.Add(1, 8);
        swarm.Run(10);
        swarm.Passes = (a, b) => (a.Self.Id.Hash.D <= 4) == (b.Self.Id.Hash.D <= 4);
        swarm.Run(60);
        Assert.All(swarm.Nodes, node => Assert.True(node.View().Length <= 3));
        swarm.Passes = (_, _) => true;
        swarm.Run(60);
        foreach (GossipNode node in swarm.Nodes)
        {
            bool low = node.Self.Id.Hash.D <= 4;
            Assert.Contains(node.View(), number => (number <= 4) != low);
            Assert.All(Enumerable.Range(1, 8), number => Assert.True(
                (ulong)number == node.Self.Id.Hash.D || node.StateOf(number) == PeerState.Alive));
        }
    }

    private static GossipNode Knowing(params int[] numbers)
    {
        var node = new GossipNode(1);
        Descriptor[] named = [.. numbers.Select(n => GossipNode.Of(n))];
        node.TakeShuffle(Start, numbers[0], named);
        node.Outbox.Clear();
        return node;
    }

    private static void RunAlone(GossipNode node, double seconds, Action<OutboundFrame> sent)
    {
        Instant until = Start + TimeSpan.FromSeconds(seconds);
        while (node.Sampling.NextDeadline <= until)
        {
            node.Sampling.Tick(node.Sampling.NextDeadline, node.Outbox);
            foreach (OutboundFrame frame in node.Outbox.Sends)
                sent(frame);
            node.Outbox.Clear();
        }
    }
}
