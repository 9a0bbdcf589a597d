using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Holds;

/// <summary>One run of a <see cref="HoldScenario"/>: customers compete under faults, then all is
/// given back and everything must be free.</summary>
public sealed class HoldRun
{
    private const int TailLines = 60;
    private const int LiveMax = 12;

    private readonly HoldScenario scenario;
    private readonly EventEngine engine;
    private readonly LeaseAudit audit;
    private readonly HoldFaults faults;
    private Rng rng;
    private bool over;

    /// <summary>A run that has not begun.</summary>
    /// <param name="scenario">What to play.</param>
    public HoldRun(HoldScenario scenario)
    {
        this.scenario = scenario;
        rng = new Rng(scenario.Seed, 6);
        engine = new EventEngine(scenario.Seed, scenario.Options);
        engine.Links.Options = scenario.Links;
        audit = new LeaseAudit(engine);
        engine.Stepped = audit.Look;
        faults = new HoldFaults(engine, scenario, rng.Fork(1));
    }

    /// <summary>Plays it to its end.</summary>
    /// <returns>What went wrong, if anything, and what was counted; never throws.</returns>
    public HoldResult ToEnd()
    {
        string? failure;
        try
        {
            failure = Play();
        }
        catch (Exception broken)
        {
            failure = broken.ToString();
        }

        return new HoldResult(
            scenario.Seed,
            failure is null ? null : Explain(failure),
            audit.Counts with
            {
                Crashes = faults.Crashes,
                Cuts = faults.Cuts,
                Frames = engine.Frames,
                History = engine.Trace.Hash,
            });
    }

    private string? Play()
    {
        Populate();
        engine.RunUntil(engine.Now + TimeSpan.FromSeconds(3));
        faults.Begin();
        engine.At(engine.Now + Draw(scenario.RequestEvery), Request);
        engine.RunUntil(engine.Now + scenario.Busy, () => audit.Broken is null);
        over = true;
        faults.Heal();
        foreach (SimulatedNode node in engine.Nodes)
            ReleaseAll(node);

        // Some were to crash in their next step, and that was it.
        faults.Heal();

        // A copy on its way may make a hold or renew a lease; then both must lapse.
        TimeSpan late = 3 * scenario.Links.CopySpread;
        TimeSpan longest = late + (2 * scenario.Options.Leases.Lease) + TimeSpan.FromSeconds(10);
        engine.RunUntil(engine.Now + longest, () => audit.Broken is null);
        return audit.Broken ?? (audit.Standing == 0
            ? null
            : $"H8: {audit.Standing} leases stand although all was given back");
    }

    private void Populate()
    {
        for (int i = 0; i < scenario.Nodes; i++)
        {
            var total = new Resources(500 * (uint)(1 + rng.Below(10)), 1024);
            var clock = new SimClock(TimeSpan.FromDays(rng.Below(20_000)), rng.Below(801) - 400);
            SimulatedNode node = engine.Add(new MachineOptions(total, true, clock));
            int[] join = i == 0 ? [] : [rng.Below(i), 0];
            engine.Start(node, join);
        }
    }

    private void Request()
    {
        if (over)
            return;
        engine.At(engine.Now + Draw(scenario.RequestEvery), Request);
        SimulatedNode node = engine.Nodes[rng.Below(engine.Nodes.Count)];
        if (node.Live is not { } live || live.Controller.Live.Count >= LiveMax)
            return;
        int count = 1 + rng.Below(engine.Nodes.Count);
        var spec = new SubcloudSpec(
            rng.NextName(),
            null,
            count,
            1 + rng.Below(count),
            new Resources(500 * (uint)(1 + (rng.Below(4) / 3)), 64),
            TimeSpan.FromSeconds(rng.Below(8) == 0 ? 0.2 : 3600),
            TimeSpan.FromSeconds(0.2 + (3 * rng.Fraction())),
            false)
        {
            LostAfter = TimeSpan.FromSeconds(0.5 + (3 * rng.Fraction())),
        };
        engine.Step(node, (at, now, outbox) => at.CreateSubcloud(now, spec, outbox));
        engine.At(engine.Now + Draw(scenario.Life), () => Tire(node, spec.Id));
    }

    // Most give it back; some change their mind and want more or fewer, and give it back later.
    private void Tire(SimulatedNode node, UInt128 id)
    {
        if (node.Live?.Controller.Find(id) is not { IsEnded: false } subcloud)
            return;
        if (rng.Below(4) > 0)
        {
            engine.Step(node, (at, now, outbox) => at.ReleaseSubcloud(now, id, outbox));
            return;
        }

        int count = 1 + rng.Below(2 * subcloud.Spec.Count);
        SubcloudSpec spec = subcloud.Spec with { Count = count, Min = 1 };
        engine.Step(node, (at, now, outbox) => at.Command(now, outbox, () =>
        {
            at.Controller.Change(now, subcloud, spec, outbox);
            return true;
        }));
        engine.At(engine.Now + Draw(scenario.Life), () => Tire(node, id));
    }

    private void ReleaseAll(SimulatedNode node)
    {
        foreach (Subcloud subcloud in node.Live?.Controller.Live.ToArray() ?? [])
        {
            engine.Step(node, (at, now, outbox) =>
                at.ReleaseSubcloud(now, subcloud.Spec.Id, outbox));
        }
    }

    private string Explain(string failure) =>
        $"""
        {failure}
        at {Trace.Seconds(engine.Now)} of {scenario}
        replay: p2pcs sim holds --seed {scenario.Seed}
        {engine.Trace.Tail(TailLines)}
        """;

    private TimeSpan Draw(TimeSpan mean) => mean * -Math.Log(1 - rng.Fraction());
}
