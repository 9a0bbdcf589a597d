using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Swarms;

/// <summary>One run of a scenario: safety phase, healing, liveness phase.</summary>
internal sealed class SwarmRun
{
    private const int TailLines = 60;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);

    private readonly SwarmScenario scenario;
    private readonly EventEngine engine;
    private readonly SafetyObserver safety;
    private readonly SwarmFaults faults;
    private readonly SwarmCustomers customers;
    private Rng rng;
    private string? failure;

    public SwarmRun(SwarmScenario scenario)
    {
        this.scenario = scenario;
        rng = new Rng(scenario.Seed, 3);
        engine = new EventEngine(scenario.Seed, scenario.Options);
        engine.Links.Options = scenario.Links;
        engine.Workload = new WorkloadOptions
        {
            Run = scenario.TaskRun,
            Fetch = scenario.Fetch,
            Unstartable = scenario.Unstartable,
        };
        safety = new SafetyObserver(engine);
        engine.Stepped = safety.Look;
        faults = new SwarmFaults(engine, scenario, rng.Fork(1));
        customers = new SwarmCustomers(engine, scenario, rng.Fork(2));
    }

    public SwarmResult ToEnd()
    {
        try
        {
            Play();
        }
        catch (Exception broken)
        {
            failure = broken.ToString();
        }

        return new SwarmResult(
            scenario.Seed, failure is null, failure is null ? null : Explain(), Count());
    }

    private void Play()
    {
        Populate();
        faults.Begin();
        customers.Begin();
        Pass(scenario.Faulty);
        faults.Heal();
        customers.Finish();
        TimeSpan cycle = scenario.Options.Liveness.Cycle;
        TimeSpan lease = scenario.Options.Leases.Lease;
        Await(80 * cycle, () => LivenessRules.AllKnowAll(engine));
        Await(80 * cycle, () => LivenessRules.OneOverlay(engine));
        Await(TimeSpan.FromMinutes(2), () =>
        {
            customers.Tidy();
            return LivenessRules.TasksEnded(engine);
        });
        customers.Tidy();

        // A copy that was still on its way may have renewed a lease or made a hold.
        TimeSpan late = 3 * scenario.Links.CopySpread;
        Await(late + lease + TimeSpan.FromSeconds(6), () => LivenessRules.AllFree(engine));

        // Nobody that is there is given up for long, long after the faults.
        Await(80 * cycle, () => LivenessRules.AllKnowAll(engine));
    }

    private void Populate()
    {
        for (int i = 0; i < scenario.Nodes; i++)
        {
            var total = new Resources(500 * (uint)(1 + rng.Below(8)), 1024);
            var clock = new SimClock(TimeSpan.FromDays(rng.Below(20_000)), rng.Below(801) - 400);
            SimulatedNode node = engine.Add(new MachineOptions(total, rng.Below(10) > 0, clock));
            Span<int> contacts = i == 0 ? [] : [rng.Below(i), 0];
            int[] join = contacts.ToArray();
            engine.At(
                engine.Now + (TimeSpan.FromSeconds(2) * rng.Fraction()),
                () => StartFresh(node, join));
        }
    }

    // A fault may have started it already.
    private void StartFresh(SimulatedNode node, int[] join)
    {
        if (node.Epoch == 0)
            engine.Start(node, join);
    }

    private void Pass(TimeSpan span)
    {
        if (failure is not null)
            return;
        engine.RunUntil(engine.Now + span, () => safety.Broken is null);
        failure = safety.Broken;
    }

    private void Await(TimeSpan bound, Func<string?> missing)
    {
        Instant end = engine.Now + bound;
        string? found = missing();
        while (failure is null && found is not null)
        {
            if (engine.Now >= end)
                failure = $"{found} ({bound.TotalSeconds:F0} s were enough)";
            Pass(Glance);
            found = missing();
        }
    }

    private string Explain() =>
        $"""
        {failure}
        at {Trace.Seconds(engine.Now)} of {scenario}
        replay: p2pcs sim swarm --seed {scenario.Seed}
        {engine.Trace.Tail(TailLines)}
        {string.Join('\n', engine.Nodes.Select(Picture))}
        """;

    private static string Picture(SimulatedNode node)
    {
        if (node.Live is not { } live)
            return $"#{node.Index} {Trace.Short(node.Id)} epoch {node.Epoch} down";
        int alive = 0;
        for (int handle = 0; handle < live.Peers.End; handle++)
            alive += live.Peers[handle].State == PeerState.Alive ? 1 : 0;
        return $"#{node.Index} {Trace.Short(node.Id)} epoch {node.Epoch} knows "
            + $"{live.Peers.Count} peers, {alive} alive, {live.Sampling.View.Length} in view, "
            + $"{live.Ledger.Leases.Length} leases";
    }

    private SwarmStatistics Count() => new()
    {
        Nodes = scenario.Nodes,
        Elapsed = engine.Now - default(Instant),
        Steps = engine.Steps,
        Frames = engine.Frames,
        Subclouds = customers.Subclouds,
        Tasks = customers.Tasks,
        Succeeded = engine.Nodes.Sum(
            node => node.Live?.Dispatcher.Tasks.Count(t => t.State == TaskState.Succeeded) ?? 0),
        Retried = safety.Retried,
        Crashes = faults.Crashes,
        History = engine.Trace.Hash,
    };
}
