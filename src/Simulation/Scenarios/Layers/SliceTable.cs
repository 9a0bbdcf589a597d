using P2PCS.Slicing.Ranks;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Attributes of the nodes, and how far the ranks that they believe are from the truth.
/// </summary>
internal abstract class SliceTable : LayerTable
{
    private readonly SlicingLayer layer;
    private readonly double[] sorted;
    private readonly int[] names;
    private ulong drawn;

    protected SliceTable(SlicingLayer layer, LayerWorld world)
    {
        this.layer = layer;
        World = world;
        Attributes = new double[world.Rows];
        sorted = new double[world.Rows];
        names = new int[world.Rows];
        for (int node = 0; node < world.Rows; node++)
            Renew(node);
    }

    protected LayerWorld World { get; }

    protected int Slices => layer.Count;

    /// <summary>The nodes' attributes; equal ones would be ordered by name.</summary>
    protected double[] Attributes { get; }

    public override void Join(int node) => Renew(node);

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        int living = Sort();
        long disorder = 0;
        int wrong = 0;
        var off = new Spread();
        for (int place = 0; place < living; place++)
        {
            double truth = (place + 0.5) / living;
            double believed = RankOf(names[place]);
            int distance = Math.Abs(RankCounter.SliceOf(truth, Slices)
                - RankCounter.SliceOf(believed, Slices));
            disorder += distance;
            wrong += distance > 0 ? 1 : 0;
            off.Add(Math.Abs(truth - believed));
        }

        measured["slicing.disorder"] = disorder;
        measured["slicing.wrong"] = (double)wrong / living;
        measured["slicing.rank-error"] = off.Mean;
        measured["slicing.rank-error.most"] = off.Most;
    }

    /// <summary>What a node believes its rank to be, from 0 to 1.</summary>
    protected abstract double RankOf(int node);

    private void Renew(int node) =>
        Attributes[node] = Simulation.Cycles.Attributes.At(layer.Values, World.Seed, drawn++);

    private int Sort()
    {
        int living = 0;
        for (int node = 0; node < World.Rows; node++)
        {
            if (!World.IsAlive(node))
                continue;
            sorted[living] = Attributes[node];
            names[living++] = node;
        }

        Array.Sort(sorted, names, 0, living);
        return living;
    }
}
