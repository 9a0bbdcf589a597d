using P2PCS.Membership.Sampling;
using P2PCS.Query.Aggregation;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>
/// COUNT: several instances of averaging at once, each from the value 1 at one node and 0 at all
/// others. Every instance is a gossip of its own: its partners are drawn from the views and its
/// messages are lost apart from those of the others.
/// </summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, sections 5 and 7.3.
/// </remarks>
internal sealed class CountTable
{
    private readonly CycleEngine engine;
    private readonly int instances;
    private readonly double[] values; // shape [rows, instances]
    private readonly double[] scratch;

    public CountTable(CycleEngine engine, int size, int instances, ulong seed)
    {
        this.engine = engine;
        this.instances = instances;
        values = new double[(long)engine.Table.Nodes * instances];
        scratch = new double[instances];
        ulong key = Draw.Mix(seed ^ 0x4C454144);
        for (int instance = 0; instance < instances; instance++)
            Row(Draw.Below(Draw.At(key, (ulong)instance), size))[instance] = 1;
    }

    /// <summary>Every node alive starts one exchange in each instance.</summary>
    /// <param name="loss">Chance that a message is lost.</param>
    /// <param name="key">The cycle's stream of random words.</param>
    public void RunCycle(double loss, ulong key)
    {
        ulong index = 0;
        for (int node = 0; node < engine.Table.Nodes; node++)
        {
            int known = engine.Population.IsAlive(node) ? engine.Table.Count(node) : 0;
            for (int instance = 0; instance < instances && known > 0; instance++, index += 3)
            {
                int place = Draw.Below(Draw.At(key, index), known);
                int partner = engine.Table.Names(node)[place];
                bool isSilent = !engine.Population.CanTalk(node, partner)
                    || Draw.Fraction(Draw.At(key, index + 1)) < loss;
                if (isSilent)
                    continue;
                ref double mine = ref Row(node)[instance];
                ref double theirs = ref Row(partner)[instance];
                double mean = theirs = (mine + theirs) * 0.5;
                if (Draw.Fraction(Draw.At(key, index + 2)) >= loss)
                    mine = mean;
            }
        }
    }

    /// <summary>The size that a node computes; infinite while too few instances reached it.
    /// </summary>
    public double SizeAt(int node) => Averaging.Count(Row(node), scratch);

    private Span<double> Row(int node) => values.AsSpan(node * instances, instances);
}
