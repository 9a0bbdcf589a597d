using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>What is observed of the views and of the engine's averaging.</summary>
internal sealed class EngineMeasures(CycleEngine engine)
{
    private readonly ViewGraph graph = new(engine.Table, engine.Population);
    private double firstVariance;

    /// <summary>Counts of nodes alive by their in-degree, from 0 to the largest.</summary>
    public IReadOnlyList<int> InDegreeHistogram()
    {
        int[] histogram = graph.InDegreeHistogram();
        return histogram[..(Array.FindLastIndex(histogram, nodes => nodes > 0) + 1)];
    }

    /// <summary>Puts an observer's columns in; those of layers are left alone.</summary>
    public void Measure(Observer observer, Dictionary<string, double> measured)
    {
        if (observer == Observers.Nodes)
            measured["nodes"] = engine.Population.Living;
        else if (observer == Observers.Variance)
            MeasureVariance(measured);
        else if (observer == Observers.Estimate)
            Add("estimate", node => engine.Table.Estimate(node), measured);
        else if (observer == Observers.InDegree)
            MeasureInDegree(measured);
        else if (observer == Observers.Clustering)
            measured["clustering"] = graph.Clustering();
        else if (observer == Observers.LargestComponent)
            measured["largest-component"] = graph.LargestComponent();
        else if (observer == Observers.DeadLinks)
            measured["dead-links"] = graph.DeadShare();
    }

    private void MeasureVariance(Dictionary<string, double> measured)
    {
        double variance = graph.Estimates().Variance;
        if (engine.Cycle == 0)
            firstVariance = variance;
        measured["variance"] = variance;
        measured["variance.factor"] = engine.Cycle == 0 || variance == 0
            ? double.NaN
            : Math.Pow(variance / firstVariance, 1.0 / engine.Cycle);
    }

    private void MeasureInDegree(Dictionary<string, double> measured)
    {
        int[] degrees = graph.InDegrees();
        Add("in-degree", node => degrees[node], measured);
    }

    private void Add(string name, Func<int, double> number, Dictionary<string, double> measured)
    {
        var spread = new Spread();
        for (int node = 0; node < engine.Table.Nodes; node++)
        {
            if (engine.Population.IsAlive(node))
                spread.Add(number(node));
        }

        measured[$"{name}.mean"] = spread.Mean;
        measured[$"{name}.sd"] = spread.Deviation;
        measured[$"{name}.least"] = spread.Least;
        measured[$"{name}.most"] = spread.Most;
    }
}
