using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests;

public sealed class LiarTests
{
    private const int Size = 20;
    private const int Liar = 7;
    private const int Victim = 12;
    private static readonly PeerAddress Elsewhere = GossipNode.Of(77).Address;
    private static readonly Instant Start = new(TimeSpan.TicksPerDay);

    public static TheoryData<RumourKind, uint, uint> Stories => new()
    {
        { RumourKind.Left, 1, 0 },
        { RumourKind.Left, 1, 4000 },
        { RumourKind.Left, uint.MaxValue, 0 },
        { RumourKind.Unreachable, 1, 0 },
        { RumourKind.Unreachable, 1, 4000 },
        { RumourKind.Unreachable, 1, uint.MaxValue },
        { RumourKind.Suspect, 1, 0 },
        { RumourKind.Suspect, 1, 4000 },
        { RumourKind.Suspect, 1, uint.MaxValue },
        { RumourKind.Joined, 1, 1 },
        { RumourKind.Joined, 1, 8000 },
        { RumourKind.Joined, 1, uint.MaxValue },
        { RumourKind.Joined, 2, 0 },
        { RumourKind.Joined, uint.MaxValue, uint.MaxValue },
        { RumourKind.Alive, 1, 8000 },
        { RumourKind.Accused, 1, 4000 },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_minute_of_lies_about_a_peer_does_it_no_harm(
        RumourKind kind, uint epoch, uint incarnation)
    {
        var swarm = new Swarm();
        swarm.Add(1, Size);
        swarm.Run(20);
        swarm.Refusals.Clear();
        int gone = 0;
        for (int tenth = 0; tenth < 600; tenth++)
        {
            Lie(swarm, kind, epoch, incarnation);
            swarm.Run(0.1);
            gone = Others(swarm).All(IsPresent) ? 0 : gone + 1;
            Assert.True(gone <= 30, $"gone for {gone / 10.0} s, seed {Seed.Value}");
            Assert.All(Others(swarm), HasItsAddress);
        }

        Assert.DoesNotContain(Refusal.StaleSender, swarm.Refusals);
        swarm.Run(4);
        Assert.All(Others(swarm), node => Assert.Equal(PeerState.Alive, node.StateOf(Victim)));
        Assert.All(Others(swarm), node => Assert.Equal(1u, Row(node).Epoch));
    }

    [Fact]
    public void Who_hears_a_lie_first_learns_the_truth_from_the_peer_itself()
    {
        var swarm = new Swarm();
        swarm.Add(1, Size);
        swarm.Run(20);
        GossipNode late = swarm.Add(Size + 1);
        late.TakeNews(swarm.Now, Liar, Story(RumourKind.Joined, uint.MaxValue, uint.MaxValue));
        Assert.Equal(uint.MaxValue, Row(late).Epoch);
        swarm.Run(8);
        Assert.Equal(1u, Row(late).Epoch);
        Assert.Equal(PeerState.Alive, Row(late).State);
        HasItsAddress(late);
        Assert.True(Row(late).Incarnation < 10);
    }

    [Fact]
    public void A_restart_elsewhere_is_known_to_all_though_a_member_lies_about_it()
    {
        var swarm = new Swarm();
        swarm.Add(1, Size);
        swarm.Run(20);
        swarm.Remove(Named(swarm, Victim));
        swarm.Run(0.5);
        swarm.Add(Victim, epoch: 2);
        for (int tenth = 0; tenth < 30; tenth++)
        {
            Lie(swarm, RumourKind.Joined, 9, 0);
            swarm.Run(0.1);
        }

        Assert.All(Others(swarm), node => Assert.Equal(2u, Row(node).Epoch));
        Assert.All(Others(swarm), node => Assert.Equal(PeerState.Alive, Row(node).State));
        Assert.All(Others(swarm), HasItsAddress);
    }

    [Fact]
    public void Incarnations_end_at_the_highest_and_never_begin_anew()
    {
        var peers = new PeerTable();
        peers.Enter(GossipNode.Of(1));
        peers.Assert(uint.MaxValue - 1);
        peers.Assert(0);
        peers.Assert(uint.MaxValue);
        Assert.Equal(uint.MaxValue, peers.OwnIncarnation);
    }

    [Fact]
    public void Invented_incarnations_raise_the_own_by_one_bounded_jump_in_a_cycle()
    {
        var node = new GossipNode(Victim);
        for (int i = 0; i < 100; i++)
            node.TakeNews(Start, Liar, Story(RumourKind.Suspect, 1, uint.MaxValue));
        Assert.InRange(node.Peers.OwnIncarnation, 1u, 10_000u);
    }

    [Fact]
    public void Leads_are_bounded_and_blame_nobody()
    {
        var node = new GossipNode(1);
        for (int number = 2; number <= 60; number++)
            node.TakeProbe(Start, GossipNode.SenderOf(number), MessageKind.Ping);
        for (int number = 3; number <= 60; number++)
            node.TakeNews(Start, 2, Story(RumourKind.Joined, 5, 0, number));
        node.Detector.Start(Start);
        node.Outbox.Clear();
        node.Detector.Tick(Start, node.Outbox);
        Assert.Equal(16, node.Outbox.Sends.ToArray().Count(sent => sent.To == Elsewhere));
        node.Outbox.Clear();
        node.Detector.Tick(Start + TimeSpan.FromSeconds(0.97), node.Outbox);
        Assert.Equal(59, node.Peers.Present);
        Assert.All(Enumerable.Range(3, 58), number =>
            Assert.NotEqual(PeerState.Unreachable, node.StateOf(number)));
    }

    private static void Lie(Swarm swarm, RumourKind kind, uint epoch, uint ahead)
    {
        GossipNode victim = Named(swarm, Victim);
        uint own = victim.Peers.OwnIncarnation;
        uint told = ahead > uint.MaxValue - own ? uint.MaxValue : own + ahead;
        foreach (GossipNode node in swarm.Nodes.Where(node => node.Self.Id != Of(Liar)))
        {
            node.TakeNews(swarm.Now, Liar, Story(kind, epoch, told));
            swarm.Post(node);
        }
    }

    private static Rumour Story(
        RumourKind kind, uint epoch, uint incarnation, int number = Victim) =>
        GossipNode.Told(kind, number, incarnation, epoch) with
        {
            Address = Elsewhere,
            By = incarnation ^ (ulong)kind,
        };

    private static IEnumerable<GossipNode> Others(Swarm swarm) =>
        swarm.Nodes.Where(node => node.Self.Id != Of(Victim) && node.Self.Id != Of(Liar));

    private static GossipNode Named(Swarm swarm, int number) =>
        swarm.Nodes.Single(node => node.Self.Id == Of(number));

    private static PeerId Of(int number) => GossipNode.Of(number).Id;

    private static Peer Row(GossipNode node) => node.Peers[node.HandleOf(Victim)];

    private static bool IsPresent(GossipNode node) =>
        node.Peers.IsPresent(node.HandleOf(Victim));

    private static void HasItsAddress(GossipNode node) =>
        Assert.Equal(GossipNode.Of(Victim).Address, Row(node).Address);
}
