using P2PCS.Allocation.Claims;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;
using P2PCS.Simulation.Network;
using P2PCS.Simulation.Swarms;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests;

/// <summary>One key at many facades, with real nodes in virtual time.</summary>
public sealed class ClaimTests
{
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.0)]
    [InlineData(3, 0.0)]
    [InlineData(12, 0.0)]
    [InlineData(12, 0.1)]
    public void A_hundred_requests_with_one_key_make_one_subcloud(int nodes, double loss)
    {
        for (ulong run = 0; run < 20; run++)
        {
            ulong seed = Seed.Value + run;
            EventEngine engine = Meet(seed, nodes);
            var rng = new Rng(seed, 9);
            engine.Links.Options = new LinkOptions { Loss = loss, Duplication = loss };
            SubcloudSpec spec = Spec(rng.NextName());
            for (int i = 0; i < 100; i++)
            {
                SimulatedNode facade = engine.Nodes[rng.Below(Math.Min(10, nodes))];
                Instant at = engine.Now + TimeSpan.FromMilliseconds(rng.Below(40));
                engine.At(at, () => Ask(engine, facade, spec));
            }

            engine.RunUntil(engine.Now + TimeSpan.FromSeconds(5));

            // Who was sent to somebody that had to let go asks again, as a facade does.
            engine.Links.Options = new LinkOptions();
            foreach (SimulatedNode facade in engine.Nodes)
                Ask(engine, facade, spec);
            engine.RunUntil(engine.Now + TimeSpan.FromSeconds(2));
            int made = engine.Nodes.Count(n => n.Live!.Controller.Find(spec.Id) is not null);
            Assert.True(made == 1, $"seed {seed}: {made} facades made it");
            Assert.All(Claims(engine, spec.Id), claim => Assert.True(
                claim.State == ClaimState.Won || claim.Told?.Told is not null,
                $"seed {seed}: a claim is {claim.State}"));
        }
    }

    [Fact]
    public void A_late_request_is_answered_by_the_facade_that_made_it()
    {
        EventEngine engine = Meet(Seed.Value, 8);
        SubcloudSpec spec = Spec(77);
        Ask(engine, engine.Nodes[3], spec);
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(1));
        Ask(engine, engine.Nodes[6], spec);
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(1));
        Claim late = engine.Nodes[6].Live!.Claims.Find(spec.Id)!;
        Assert.Equal(ClaimState.Elsewhere, late.State);
        Assert.Equal(engine.Nodes[3].Id, late.Controller);
        Assert.Equal(SubcloudState.Active, late.Told!.Told!.State);
        Assert.Equal(2u, late.Told.Ready);
    }

    [Fact]
    public void When_the_facade_that_made_it_is_gone_another_one_makes_it()
    {
        EventEngine engine = Meet(Seed.Value, 8);
        SubcloudSpec spec = Spec(77);
        Ask(engine, engine.Nodes[3], spec);
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(1));
        engine.Crash(engine.Nodes[3], CrashPoint.BetweenSteps);
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(20));
        Ask(engine, engine.Nodes[6], spec);
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(2));
        Subcloud made = engine.Nodes[6].Live!.Controller.Find(spec.Id)!;
        Assert.Equal(SubcloudState.Active, made.State);
    }

    [Fact]
    public void One_dead_witness_keeps_nobody_from_agreeing()
    {
        EventEngine engine = Meet(Seed.Value, 8);
        SubcloudSpec spec = Spec(77);
        SimulatedNode closest = engine.Nodes.MinBy(n => Distance.Of(n.Id, spec.Id))!;
        engine.Crash(closest, CrashPoint.BetweenSteps);
        foreach (SimulatedNode facade in engine.Nodes.Where(n => n != closest))
            Ask(engine, facade, spec);
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(4));
        Assert.Equal(1, engine.Nodes.Count(
            n => n.Live?.Controller.Find(spec.Id) is not null));
    }

    private static IEnumerable<Claim> Claims(EventEngine engine, UInt128 id) =>
        engine.Nodes.Select(n => n.Live!.Claims.Find(id)).OfType<Claim>();

    private static void Ask(EventEngine engine, SimulatedNode facade, SubcloudSpec spec) =>
        engine.Step(facade, (live, now, outbox) => live.Command(now, outbox, () =>
            live.Controller.Find(spec.Id) is null
                ? live.Claims.Begin(now, spec, outbox)
                : null));

    private static EventEngine Meet(ulong seed, int nodes)
    {
        var engine = new EventEngine(seed, SwarmProfile.Local);
        for (int i = 0; i < nodes; i++)
        {
            SimulatedNode node = engine.Add(new MachineOptions(
                new Resources(4000, 4096), true, new SimClock(TimeSpan.FromDays(i + 1), 0)));
            engine.Start(node, i == 0 ? [] : [0]);
        }

        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(10));
        return engine;
    }

    private static SubcloudSpec Spec(UInt128 id) => new(
        id, null, 2, 1, new Resources(500, 64), TimeSpan.FromHours(1),
        TimeSpan.FromSeconds(10), false);
}
