using P2PCS.Protocol;
using P2PCS.Query.Aggregation;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Every node's smallest numbers.</summary>
internal sealed class ExtremaTable : LayerTable
{
    private readonly LayerWorld world;
    private readonly Action<int, int, bool> exchange;
    private readonly float[] minima; // shape [rows, numbers]
    private readonly int numbers;

    public ExtremaTable(int numbers, LayerWorld world)
    {
        this.world = world;
        exchange = Exchange;
        this.numbers = numbers;
        minima = new float[(long)world.Rows * numbers];
        var rng = new Rng(world.Seed);
        for (int node = 0; node < world.Rows; node++)
            Extrema.Start(Row(node), ref rng);
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key) =>
        world.Exchange(order, key, exchange);

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        Spread sizes = world.Over(node => Extrema.Estimate(Row(node)));
        measured["extrema.ratio"] = sizes.Mean / world.Living;
        measured["extrema.error"] = LayerWorld.Error(sizes.Mean, world.Living);
        measured["extrema.sd"] = sizes.Deviation / sizes.Mean;
    }

    private void Exchange(int active, int passive, bool isAnswered)
    {
        Extrema.Merge(Row(passive), Row(active));
        if (isAnswered)
            Row(passive).CopyTo(Row(active));
    }

    private Span<float> Row(int node) => minima.AsSpan(node * numbers, numbers);
}
