using P2PCS.Query.Aggregation;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Every node's shares of the buckets.</summary>
internal sealed class HistogramTable : LayerTable
{
    // Three sigmas to either side: all but 3 of 1000 values.
    private const double LogReach = 3 * Attributes.Sigma;
    private readonly LayerWorld world;
    private readonly Action<int, int, bool> exchange;
    private readonly AveragedRows rows;
    private readonly int[] bucketOf;
    private readonly int buckets;

    public HistogramTable(HistogramLayer layer, LayerWorld world)
    {
        this.world = world;
        exchange = Exchange;
        buckets = layer.Buckets;
        rows = new AveragedRows(world.Rows, buckets);
        bucketOf = new int[world.Rows];
        double[] bounds = Bounds(layer);
        for (int node = 0; node < world.Rows; node++)
        {
            double value = Attributes.At(layer.Values, world.Seed, (ulong)node);
            bucketOf[node] = Histogram.Start(value, bounds, rows[node]);
        }
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key) =>
        world.Exchange(order, key, exchange);

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        var shares = new double[buckets];
        for (int node = 0; node < world.Rows; node++)
            shares[bucketOf[node]] += world.IsAlive(node) ? 1.0 / world.Living : 0;
        Spread errors = world.Over(node => LargestError(rows[node], shares));
        measured["histogram.mean"] = errors.Mean;
        measured["histogram.error"] = errors.Most;
    }

    private void Exchange(int active, int passive, bool isAnswered) =>
        rows.Exchange(active, passive, isAnswered);

    private static double LargestError(ReadOnlySpan<double> held, ReadOnlySpan<double> shares)
    {
        double off = 0;
        double most = 0;
        for (int bucket = 0; bucket < shares.Length; bucket++)
        {
            off += held[bucket] - shares[bucket];
            most = Math.Max(most, Math.Abs(off));
        }

        return most;
    }

    private static double[] Bounds(HistogramLayer layer) =>
    [
        .. Enumerable.Range(1, layer.Buckets - 1).Select(bound =>
        {
            double way = (double)bound / layer.Buckets;
            return layer.Values == AttributeKind.Uniform
                ? 100 * way
                : Math.Exp(LogReach * ((2 * way) - 1));
        }),
    ];
}
