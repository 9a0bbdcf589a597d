using P2PCS.Membership.Sampling;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>What a layer sees of a run: the views, who lives, and which messages arrive.</summary>
/// <param name="engine">The views and the population.</param>
/// <param name="scenario">What is run.</param>
/// <param name="seed">The layer's own seed of this run.</param>
internal sealed class LayerWorld(CycleEngine engine, Scenario scenario, ulong seed)
{
    private const ulong ExchangeDraws = 3;

    /// <summary>What is run.</summary>
    public Scenario Scenario => scenario;

    /// <summary>The layer's own seed of this run.</summary>
    public ulong Seed => seed;

    /// <summary>Rows of the table, dead ones included.</summary>
    public int Rows => engine.Table.Nodes;

    /// <summary>Nodes alive.</summary>
    public int Living => engine.Population.Living;

    /// <summary>Whether a node lives.</summary>
    public bool IsAlive(int node) => engine.Population.IsAlive(node);

    /// <summary>Whether two nodes live on the same side.</summary>
    public bool CanTalk(int one, int other) => engine.Population.CanTalk(one, other);

    /// <summary>The names in a node's view; empty for a dead node.</summary>
    public ReadOnlySpan<int> View(int node) =>
        IsAlive(node) ? engine.Table.Names(node)[..engine.Table.Count(node)] : [];

    /// <summary>The engine's estimate; before the first cycle the node's value.</summary>
    public double Estimate(int node) => engine.Table.Estimate(node);

    /// <summary>A random name of a node's view, dead or alive; -1 for an empty view.</summary>
    public int Neighbour(int node, ulong word)
    {
        ReadOnlySpan<int> view = View(node);
        return view.IsEmpty ? -1 : view[Draw.Below(word, view.Length)];
    }

    /// <summary>Whether a message is lost on its way.</summary>
    public bool IsLost(ulong word) => Draw.Fraction(word) < scenario.Faults.Loss;

    /// <summary>Whether a message reaches a node that lives and hears the sender.</summary>
    public bool Arrives(int from, int to, ulong word) => CanTalk(from, to) && !IsLost(word);

    /// <summary>Every node alive starts an exchange with a random neighbour.</summary>
    /// <param name="order">All names.</param>
    /// <param name="key">The cycle's stream of random words.</param>
    /// <param name="exchange">Called for each whose request arrives: who started, the partner,
    /// and whether the reply arrives too; without it only the partner may change.</param>
    public void Exchange(
        ReadOnlySpan<int> order, ulong key, Action<int, int, bool> exchange)
    {
        foreach (int node in order)
        {
            ulong index = ExchangeDraws * (ulong)node;
            int partner = Neighbour(node, Draw.At(key, index));
            if (partner >= 0 && Arrives(node, partner, Draw.At(key, index + 1)))
                exchange(node, partner, !IsLost(Draw.At(key, index + 2)));
        }
    }

    /// <summary>A node alive, uniformly.</summary>
    public int AnyAlive(ulong word)
    {
        int node = Draw.Below(word, Rows);
        while (!IsAlive(node))
            node = Draw.Below(word = Draw.Mix(word + 1), Rows);
        return node;
    }

    /// <summary>Some number of every node alive.</summary>
    public Spread Over(Func<int, double> number)
    {
        var spread = new Spread();
        for (int node = 0; node < Rows; node++)
        {
            if (IsAlive(node))
                spread.Add(number(node));
        }

        return spread;
    }

    /// <summary>How far an estimate is off, relative to the truth where that is not 0.</summary>
    public static double Error(double estimate, double truth) =>
        truth == 0 ? Math.Abs(estimate) : Math.Abs((estimate / truth) - 1);
}
