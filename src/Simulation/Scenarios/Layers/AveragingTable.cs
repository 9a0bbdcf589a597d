namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Value and squared value of every node averaged, the ends compared, and COUNT beside
/// them where the sum is wanted. The truth is that of the nodes alive.</summary>
internal sealed class AveragingTable : LayerTable
{
    private readonly LayerWorld world;
    private readonly Action<int, int, bool> exchange;
    private readonly AveragedRows rows; // value, square
    private readonly double[] values;
    private readonly double[] least;
    private readonly double[] most;
    private readonly CountTable? counts;

    public AveragingTable(AveragingLayer layer, LayerWorld world)
    {
        this.world = world;
        exchange = Exchange;
        rows = new AveragedRows(world.Rows, 2);
        values = new double[world.Rows];
        for (int node = 0; node < world.Rows; node++)
        {
            double value = values[node] = world.Estimate(node);
            (rows[node][0], rows[node][1]) = (value, value * value);
        }

        least = [.. values];
        most = [.. values];
        if (world.Scenario.Observers.Contains(AveragingLayer.Sum))
            counts = new CountTable(layer.Instances, world);
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        world.Exchange(order, key, exchange);
        counts?.RunCycle(order, ~key);
    }

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        Spread truth = world.Over(node => values[node]);
        if (observer == AveragingLayer.Ends)
            MeasureEnds(truth, measured);
        else if (observer == AveragingLayer.Mean)
            Add(observer, node => rows[node][0], truth.Mean, measured);
        else if (observer == AveragingLayer.Sum)
            Add(observer, SumAt, truth.Mean * truth.Count, measured);
        else
            Add(observer, VarianceAt, truth.Variance, measured);
    }

    private void Exchange(int active, int passive, bool isAnswered)
    {
        rows.Exchange(active, passive, isAnswered);
        least[passive] = Math.Min(least[active], least[passive]);
        most[passive] = Math.Max(most[active], most[passive]);
        if (isAnswered)
            (least[active], most[active]) = (least[passive], most[passive]);
    }

    private double VarianceAt(int node) => rows[node][1] - (rows[node][0] * rows[node][0]);

    private double SumAt(int node) => rows[node][0] * counts!.SizeAt(node);

    private void Add(
        Observer observer, Func<int, double> estimate, double truth,
        Dictionary<string, double> measured)
    {
        Spread computed = world.Over(estimate);
        // Sums are infinite until an instance of COUNT reached every node.
        if (!double.IsFinite(computed.Most))
            return;
        measured[observer.Columns[0].Name] = computed.Mean;
        measured[observer.Columns[1].Name] = Math.Max(
            LayerWorld.Error(computed.Least, truth), LayerWorld.Error(computed.Most, truth));
    }

    private void MeasureEnds(Spread truth, Dictionary<string, double> measured)
    {
        double range = truth.Most - truth.Least;
        measured["min-max.known"] = world.Over(node =>
            least[node] == truth.Least && most[node] == truth.Most ? 1 : 0).Mean;
        measured["min-max.error"] = world.Over(node => Math.Max(
            Math.Abs(least[node] - truth.Least),
            Math.Abs(most[node] - truth.Most))).Most / (range == 0 ? 1 : range);
    }
}
