using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;
using P2PCS.Simulation.Network;
using P2PCS.Simulation.Swarms;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests;

/// <summary>A hundred real nodes at the LAN's pace: what issue 4 asks of real ones.</summary>
public sealed class MembershipTests
{
    private const int Size = 100;

    private readonly EventEngine engine = new(Seed.Value, SwarmProfile.Lan);
    private int unreachable;

    public MembershipTests()
    {
        var machine = new MachineOptions(new Resources(2000, 1024), Accepts: true, default);
        for (int i = 0; i < Size; i++)
            engine.Add(machine);
        engine.Stepped = node =>
        {
            foreach (NodeEvent told in node.Outbox.Events)
                unreachable += told.Kind == NodeEventKind.PeerUnreachable ? 1 : 0;
        };
    }

    [Fact]
    public void Ten_that_are_killed_are_unreachable_for_all_within_twenty_seconds_and_no_other()
    {
        Settle();
        for (int i = 1; i <= 10; i++)
            engine.Crash(engine.Nodes[i], CrashPoint.BetweenSteps);
        Pass(20);
        Assert.Equal(90 * 10, unreachable);
        Assert.All(Live(), live => Assert.Equal(10, live.CountOf(PeerState.Unreachable)));
    }

    [Fact]
    public void Thirty_percent_loss_makes_nobody_unreachable_in_five_minutes()
    {
        Settle();
        engine.Links.Options = new LinkOptions { Loss = 0.3 };
        Pass(300);
        Assert.Equal(0, unreachable);
    }

    [Fact]
    public void All_that_start_at_once_from_remembered_addresses_know_all_within_fifteen_seconds()
    {
        var rng = new Rng(Seed.Value, 7);
        foreach (SimulatedNode node in engine.Nodes)
        {
            int[] remembered = [.. Enumerable.Range(0, 20).Select(_ => rng.Below(Size))];
            TimeSpan late = TimeSpan.FromSeconds(2) * rng.Fraction();
            engine.At(engine.Now + late, () => engine.Start(node, remembered));
        }

        Pass(15);
        Assert.Null(LivenessRules.AllKnowAll(engine));
        Assert.Equal(0, unreachable);
    }

    [Fact]
    public void Two_sides_of_a_partition_know_all_again_within_thirty_seconds()
    {
        Settle();
        int[] sides = [.. Enumerable.Range(0, Size).Select(i => i < 60 ? 0 : 1)];
        engine.Links.Cut(sides, lowToHighOnly: false);
        Pass(120);
        Assert.All(Live().Take(60), live => Assert.Equal(59, live.CountOf(PeerState.Alive)));
        Assert.All(Live().Skip(60), live => Assert.Equal(39, live.CountOf(PeerState.Alive)));
        engine.Links.Mend();
        Pass(30);
        Assert.Null(LivenessRules.AllKnowAll(engine));
    }

    private IEnumerable<PeerTable> Live() =>
        engine.Nodes.Where(node => node.Live is not null).Select(node => node.Live!.Peers);

    private void Settle()
    {
        foreach (SimulatedNode node in engine.Nodes)
            engine.Start(node, [0]);
        Pass(20);
        Assert.Null(LivenessRules.AllKnowAll(engine));
    }

    private void Pass(double seconds) =>
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(seconds));
}
