using P2PCS.Membership.Sampling;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>One run of a scenario: one seed, one history.</summary>
public sealed class ScenarioRun : IDisposable
{
    private readonly Scenario scenario;
    private readonly ulong seed;
    private readonly CycleEngine? engine;
    private readonly FaultyCycles? faulty;
    private readonly CountTable? counts;
    private readonly Population population;
    private double firstVariance;

    /// <summary>Fills the table; takes memory for all nodes that ever live.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="seed">The seed of this run, instead of the scenario's.</param>
    public ScenarioRun(Scenario scenario, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        this.scenario = scenario;
        this.seed = seed;
        ScenarioFaults faults = scenario.Faults;
        bool isFaultless = faults is { Loss: 0, Churn: 0, Crashes.Count: 0, Partition: null };
        if (isFaultless && scenario.Protocol.Instances == 0)
        {
            engine = Engine(scenario, seed, scenario.Size);
            population = new Population(engine.Table, scenario.Size);
        }
        else
        {
            int newcomers = (int)Math.Round(faults.Churn * scenario.Size) * scenario.Cycles;
            int rows = checked(scenario.Size + newcomers);
            var table = new RowTable(rows, scenario.Protocol.View);
            using (CycleEngine start = Engine(scenario, seed, scenario.Size))
                Copy(start.Table, table);
            population = new Population(table, scenario.Size);
            if (scenario.Protocol.Instances > 0)
                counts = new CountTable(rows, scenario.Size, scenario.Protocol.Instances, seed);
            faulty = new FaultyCycles(scenario, seed, population, counts);
        }
    }

    /// <summary>Cycles run so far.</summary>
    public int Cycle { get; private set; }

    /// <summary>Nodes alive.</summary>
    public int Alive => population.Alive;

    /// <summary>Runs one cycle, after the faults that befall before it.</summary>
    public void RunCycle()
    {
        if (engine is not null)
            engine.RunCycle();
        else
            faulty!.Run(Cycle);
        Cycle++;
    }

    /// <summary>The scenario's columns as they are now; not a number where there is none.
    /// Changes nothing.</summary>
    public double[] Measure()
    {
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Observer observer in scenario.Observers)
            Measure(observer, measured);
        return
        [
            .. ObserverColumns.Of(scenario.Observers)
                .Select(column => measured.GetValueOrDefault(column.Name, double.NaN)),
        ];
    }

    /// <summary>Counts of nodes alive by their in-degree, from 0 to the largest.</summary>
    public IReadOnlyList<int> InDegreeHistogram() => GraphMeasures.Histogram(population);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        engine?.Dispose();
        population.Table.Dispose();
    }

    private void Measure(Observer observer, Dictionary<string, double> measured)
    {
        switch (observer)
        {
            case Observer.Nodes:
                measured["nodes"] = population.Alive;
                break;
            case Observer.Variance:
                MeasureVariance(measured);
                break;
            case Observer.Estimate:
                Add("estimate", Over(node => population.Table.Estimate(node)), measured);
                break;
            case Observer.Count:
                MeasureCount(measured);
                break;
            case Observer.InDegree:
                int[] degrees = GraphMeasures.InDegrees(population);
                Add("in-degree", Over(node => degrees[node], isOfAll: true), measured);
                break;
            case Observer.Clustering:
                measured["clustering"] = GraphMeasures.Clustering(
                    population, Draw.At(seed ^ 0x434C5553, (ulong)Cycle));
                break;
            case Observer.LargestComponent:
                (measured["components"], measured["largest-component"]) =
                    GraphMeasures.Components(population);
                break;
            case Observer.DeadLinks:
                measured["dead-links"] = GraphMeasures.DeadLinks(population);
                break;
        }
    }

    private void MeasureVariance(Dictionary<string, double> measured)
    {
        double variance = Over(node => population.Table.Estimate(node)).Variance;
        if (Cycle == 0)
            firstVariance = variance;
        measured["variance"] = variance;
        measured["variance.factor"] = Cycle == 0 || variance == 0
            ? double.NaN
            : Math.Pow(variance / firstVariance, 1.0 / Cycle);
    }

    private void MeasureCount(Dictionary<string, double> measured)
    {
        Spread sizes = Over(counts!.SizeAt);
        if (!double.IsFinite(sizes.Most))
            return;
        measured["count.mean"] = sizes.Mean;
        measured["count.error"] = Math.Max(
            Math.Abs(sizes.Least / scenario.Size - 1), Math.Abs(sizes.Most / scenario.Size - 1));
    }

    private static void Add(string name, in Spread spread, Dictionary<string, double> measured)
    {
        measured[$"{name}.mean"] = spread.Mean;
        measured[$"{name}.sd"] = spread.Deviation;
        measured[$"{name}.least"] = spread.Least;
        measured[$"{name}.most"] = spread.Most;
    }

    // Newcomers hold no estimate until the next epoch.
    private Spread Over(Func<int, double> number, bool isOfAll = false)
    {
        var spread = new Spread();
        for (int node = 0; node < population.Born; node++)
        {
            bool isCounted = isOfAll || !double.IsNaN(population.Table.Estimate(node));
            if (population.IsAlive(node) && isCounted)
                spread.Add(number(node));
        }

        return spread;
    }

    private static CycleEngine Engine(Scenario scenario, ulong seed, int nodes)
    {
        ScenarioProtocol protocol = scenario.Protocol;
        var engine = new CycleEngine(new CycleOptions
        {
            Nodes = nodes,
            ViewCapacity = protocol.View,
            ShuffleLength = protocol.Shuffle,
            Seed = seed,
            Order = protocol.Order,
        });
        for (int node = 0; node < nodes && protocol.Start != StartValues.Uniform; node++)
        {
            bool isPeak = protocol.Start == StartValues.Peak;
            engine.Table.Estimate(node) = isPeak
                ? (node == 0 ? nodes : 0)
                : (node < nodes / 2 ? 0 : 100);
        }

        return engine;
    }

    private static void Copy(RowTable from, RowTable to)
    {
        for (int node = 0; node < from.Nodes; node++)
        {
            from.Names(node).CopyTo(to.Names(node));
            from.Ages(node).CopyTo(to.Ages(node));
            to.Estimate(node) = from.Estimate(node);
        }
    }
}
