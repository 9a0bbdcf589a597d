using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Swarms;

/// <summary>Crashes, restarts, goodbyes, stalls and cuts at random moments.</summary>
/// <param name="engine">The simulation.</param>
/// <param name="scenario">How often.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class SwarmFaults(EventEngine engine, SwarmScenario scenario, Rng rng)
{
    private Rng rng = rng;
    private bool over;

    public int Crashes { get; private set; }

    /// <summary>Begins; every fault sets the time of the next.</summary>
    public void Begin() => engine.At(engine.Now + Draw(), Strike);

    /// <summary>Ends all faults and starts every machine that was killed; of those that said
    /// goodbye, the one that all join by, and others by chance.</summary>
    public void Heal()
    {
        over = true;
        engine.Links.Mend();
        engine.Links.Options = new Network.LinkOptions();
        engine.Workload = new WorkloadOptions { Run = TimeSpan.FromMilliseconds(50) };
        foreach (SimulatedNode node in engine.Nodes)
        {
            node.Lag = TimeSpan.Zero;
            if (node.Live is null && (!node.WasStopped || node.Index == 0 || rng.Below(2) == 0))
                Restart(node);
        }
    }

    private void Strike()
    {
        if (over)
            return;
        SimulatedNode node = engine.Nodes[rng.Below(engine.Nodes.Count)];
        int dice = rng.Below(20);
        if (node.Live is null)
            Restart(node);
        else if (dice < 6)
            Crash(node);
        else if (dice < 8)
            engine.Stop(node);
        else if (dice < 12)
            engine.Stall(node, TimeSpan.FromSeconds(4 * rng.Fraction() * rng.Fraction()));
        else if (dice < 14)
            node.Lag = TimeSpan.FromMilliseconds(200 * rng.Fraction() * rng.Below(2));
        else if (engine.Links.IsCut)
            engine.Links.Mend();
        else
            Cut();
        engine.At(engine.Now + Draw(), Strike);
    }

    private void Crash(SimulatedNode node)
    {
        Crashes++;
        engine.Crash(node, (CrashPoint)rng.Below(3));
        if (rng.Below(2) == 0)
            engine.At(engine.Now + (2 * Draw()), () => Restart(node));
    }

    private void Restart(SimulatedNode node)
    {
        if (node.Live is not null)
            return;
        if (rng.Below(10) == 0)
            engine.Wipe(node);
        SimulatedNode up = engine.Nodes.FirstOrDefault(other => other.Live is not null, node);
        Span<int> contacts = [0, rng.Below(engine.Nodes.Count), up.Index];
        engine.Start(node, contacts);
    }

    private void Cut()
    {
        int[] groups = new int[engine.Nodes.Count];
        int lonely = rng.Below(groups.Length);
        bool half = rng.Below(2) == 0;
        for (int i = 0; i < groups.Length; i++)
            groups[i] = half ? rng.Below(2) : i == lonely ? rng.Below(2) * 2 : 1;
        engine.Trace.Add(engine.Now, lonely, half ? "cut in halves" : "cut one off");
        engine.Links.Cut(groups, lowToHighOnly: rng.Below(3) == 0);
    }

    private TimeSpan Draw() => scenario.FaultEvery * -Math.Log(1 - rng.Fraction());
}
