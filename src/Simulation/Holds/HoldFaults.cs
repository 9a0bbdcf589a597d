using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Simulation.Holds;

/// <summary>Crashes, restarts, goodbyes, stalls and cuts while customers compete.</summary>
/// <param name="engine">The simulation.</param>
/// <param name="scenario">How often.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class HoldFaults(EventEngine engine, HoldScenario scenario, Rng rng)
{
    private Rng rng = rng;
    private bool over;

    public int Crashes { get; private set; }

    public int Cuts { get; private set; }

    /// <summary>Begins; every fault sets the time of the next.</summary>
    public void Begin() => engine.At(engine.Now + Draw(), Strike);

    /// <summary>Ends all faults, the network's too, and starts every machine.</summary>
    public void Heal()
    {
        over = true;
        engine.Links.Mend();
        engine.Links.Options = new Network.LinkOptions();
        foreach (SimulatedNode node in engine.Nodes)
            Restart(node);
    }

    private void Strike()
    {
        if (over)
            return;
        SimulatedNode node = engine.Nodes[rng.Below(engine.Nodes.Count)];
        int dice = rng.Below(20);
        if (node.Live is null)
            Restart(node);
        else if (dice < 8)
            Crash(node);
        else if (dice < 10)
            engine.Stop(node);
        else if (dice < 12)
            engine.Stall(node, TimeSpan.FromSeconds(8 * rng.Fraction() * rng.Fraction()));
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
            engine.At(engine.Now + (3 * Draw()), () => Restart(node));
    }

    private void Restart(SimulatedNode node)
    {
        if (node.Live is not null)
            return;
        SimulatedNode up = engine.Nodes.FirstOrDefault(other => other.Live is not null, node);
        engine.Start(node, [0, rng.Below(engine.Nodes.Count), up.Index]);
    }

    private void Cut()
    {
        Cuts++;
        int[] groups = new int[engine.Nodes.Count];
        for (int i = 0; i < groups.Length; i++)
            groups[i] = rng.Below(2);
        engine.Trace.Add(engine.Now, 0, "cut");
        engine.Links.Cut(groups, lowToHighOnly: rng.Below(3) == 0);
    }

    private TimeSpan Draw() => scenario.FaultEvery * -Math.Log(1 - rng.Fraction());
}
