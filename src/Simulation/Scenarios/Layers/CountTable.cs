using P2PCS.Membership.Epochs;
using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Instances of COUNT. Every one is a gossip of its own: its partners are drawn from the
/// views and its messages are lost apart from those of the others.</summary>
internal sealed class CountTable : LayerTable
{
    private readonly LayerWorld world;
    private readonly int instances;
    private readonly AveragedRows rows;
    private readonly double[] scratch;

    public CountTable(int instances, LayerWorld world)
    {
        this.world = world;
        this.instances = instances;
        rows = new AveragedRows(world.Rows, instances);
        scratch = new double[instances];
        ulong key = Draw.Mix(world.Seed ^ 0x4C454144);
        for (int instance = 0; instance < instances; instance++)
            rows[world.AnyAlive(Draw.At(key, (ulong)instance))][instance] = 1;
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        foreach (int node in order)
        {
            ReadOnlySpan<int> view = world.View(node);
            ulong index = 3 * (ulong)node * (ulong)instances;
            for (int instance = 0; instance < instances && !view.IsEmpty; instance++, index += 3)
            {
                int partner = view[Draw.Below(Draw.At(key, index), view.Length)];
                if (!world.Arrives(node, partner, Draw.At(key, index + 1)))
                    continue;
                ref double mine = ref rows[node][instance];
                ref double theirs = ref rows[partner][instance];
                double mean = theirs = (mine + theirs) * 0.5;
                if (!world.IsLost(Draw.At(key, index + 2)))
                    mine = mean;
            }
        }
    }

    /// <summary>The size that a node computes; infinite while too few instances reached it.
    /// </summary>
    public double SizeAt(int node) => Averaging.Count(rows[node], scratch);

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        Spread sizes = world.Over(SizeAt);
        if (!double.IsFinite(sizes.Most))
            return;
        measured["count.mean"] = sizes.Mean;
        measured["count.ratio"] = sizes.Mean / world.Living;
        measured["count.error"] = Math.Max(
            LayerWorld.Error(sizes.Least, world.Living),
            LayerWorld.Error(sizes.Most, world.Living));
    }
}
