using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Swarms;

/// <summary>Customers who ask for subclouds and tasks at random nodes, and change their minds.
/// </summary>
/// <param name="engine">The simulation.</param>
/// <param name="scenario">How often.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class SwarmCustomers(EventEngine engine, SwarmScenario scenario, Rng rng)
{
    private Rng rng = rng;
    private bool over;

    public int Subclouds { get; private set; }

    public int Tasks { get; private set; }

    /// <summary>Begins; every command sets the time of the next.</summary>
    public void Begin() => engine.At(engine.Now + Draw(), Command);

    /// <summary>No new wishes from now on.</summary>
    public void Finish() => over = true;

    /// <summary>Releases the subclouds that have no work left or can never have a machine.
    /// </summary>
    public void Tidy()
    {
        foreach (SimulatedNode node in engine.Nodes)
        {
            if (node.Live is not { } live)
                continue;
            foreach (Subcloud subcloud in live.Controller.Subclouds.ToArray())
            {
                bool idle = live.Dispatcher.Tasks.All(
                    task => task.IsEnded || task.Order.Subcloud != subcloud.Spec.Id);
                if (!subcloud.IsEnded && (idle || !LivenessRules.IsFeasible(engine, subcloud)))
                    Release(node, subcloud);
            }
        }
    }

    private void Command()
    {
        if (over)
            return;
        engine.At(engine.Now + Draw(), Command);
        SimulatedNode node = engine.Nodes[rng.Below(Math.Min(engine.Nodes.Count, 5))];
        if (node.Live is not { } live)
            return;
        List<Subcloud> open = [.. live.Controller.Subclouds.Where(s => !s.IsEnded)];
        int dice = rng.Below(20);
        if (open.Count == 0 || (dice == 0 && open.Count < 6))
            Create(node);
        else if (dice == 1)
            Release(node, open[rng.Below(open.Count)]);
        else if (dice < 4 && live.Dispatcher.Tasks.Count > 0)
            Cancel(node, live.Dispatcher.Tasks[rng.Below(live.Dispatcher.Tasks.Count)]);
        else
            Submit(node, open[rng.Below(open.Count)]);
    }

    private void Create(SimulatedNode node)
    {
        Subclouds++;
        int count = 1 + rng.Below(Math.Max(2, engine.Nodes.Count * 2 / 3));
        bool brief = rng.Below(8) == 0;
        var spec = new SubcloudSpec(
            rng.NextName(),
            null,
            count,
            1 + rng.Below(count),
            new Resources(500 * (uint)(1 + rng.Below(4)), 256),
            TimeSpan.FromSeconds(brief ? 2 + rng.Below(15) : 3600),
            TimeSpan.FromSeconds(2 + rng.Below(20)),
            rng.Below(4) == 0);
        engine.Trace.Add(
            engine.Now, node.Index, "create", $"{Trace.Short(spec.Id)} {spec.Min}..{spec.Count}");
        engine.Step(node, (live, now, outbox) => live.CreateSubcloud(now, spec, outbox));
    }

    private void Release(SimulatedNode node, Subcloud subcloud)
    {
        engine.Trace.Add(engine.Now, node.Index, "release", Trace.Short(subcloud.Spec.Id));
        engine.Step(
            node, (live, now, outbox) => live.ReleaseSubcloud(now, subcloud.Spec.Id, outbox));
    }

    private void Cancel(SimulatedNode node, TaskEntry task) =>
        engine.Step(node, (live, now, outbox) => live.CancelTask(now, task.Id, outbox));

    private void Submit(SimulatedNode node, Subcloud subcloud)
    {
        for (int wanted = 1 + rng.Below(8); wanted > 0; wanted--)
        {
            UInt128 id = rng.NextName();
            var order = new TaskOrder(
                subcloud.Spec.Id, TaskOracle.SpecOf(id), new Resources(250, 64));
            Tasks++;
            engine.Step(
                node, (PeerNode live, Instant now, Outbox outbox) =>
                    live.SubmitTask(now, id, order, outbox));
        }
    }

    private TimeSpan Draw() => scenario.CommandEvery * -Math.Log(1 - rng.Fraction());
}
