using P2PCS.Membership.Sampling;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>One run of a scenario: one seed, one history.</summary>
public sealed class ScenarioRun : IDisposable
{
    // Rows of the dead live again as newcomers; by then no view may name them any more.
    private const int CyclesUntilForgotten = 60;
    private readonly Scenario scenario;
    private readonly ulong seed;
    private readonly CycleEngine engine;
    private readonly CountTable? counts;
    private readonly ViewGraph graph;
    private double firstVariance;

    /// <summary>Fills the table.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="seed">The seed of this run, instead of the scenario's.</param>
    public ScenarioRun(Scenario scenario, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        this.scenario = scenario;
        this.seed = seed;
        ScenarioProtocol protocol = scenario.Protocol;
        int spare = (int)Math.Ceiling(scenario.Faults.Churn * scenario.Size
            * Math.Min(CyclesUntilForgotten, scenario.Cycles));
        engine = new CycleEngine(new CycleOptions
        {
            Nodes = checked(scenario.Size + spare),
            ViewCapacity = protocol.View,
            ShuffleLength = protocol.Shuffle,
            Seed = seed,
            Order = protocol.Order,
            Faults = new FaultOptions
            {
                MessageLoss = scenario.Faults.Loss,
                Churn = scenario.Faults.Churn,
            },
        });
        if (spare > 0)
            KeepSpare(spare);
        Start(protocol.Start);
        graph = new ViewGraph(engine.Table, engine.Population);
        if (protocol.Instances > 0)
            counts = new CountTable(engine, scenario.Size, protocol.Instances, seed);
    }

    /// <summary>Cycles run so far.</summary>
    public int Cycle { get; private set; }

    /// <summary>Nodes alive.</summary>
    public int Alive => engine.Population.Living;

    /// <summary>Runs one cycle, after the faults that befall before it.</summary>
    public void RunCycle()
    {
        ScenarioFaults faults = scenario.Faults;
        foreach (CrashFault crash in faults.Crashes.Where(one => one.At == Cycle))
            engine.Population.CrashShare(crash.Fraction, Draw.At(~seed, (ulong)Cycle));
        if (faults.Partition is { } cut)
        {
            int border = (int)(cut.Fraction * scenario.Size);
            if (cut.From == Cycle)
                engine.Population.Partition(node => node < border ? 0 : 1);
            if (cut.To == Cycle)
                engine.Population.Heal();
        }

        engine.RunCycle();
        counts?.RunCycle(faults.Loss, Draw.At(~seed ^ 0x434F554E54, (ulong)Cycle));
        Cycle++;
    }

    /// <summary>The scenario's columns as they are now; not a number where there is none.
    /// Changes nothing but the variance that factors refer to, before the first cycle.</summary>
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
    public IReadOnlyList<int> InDegreeHistogram()
    {
        int[] histogram = graph.InDegreeHistogram();
        return histogram[..(Array.FindLastIndex(histogram, nodes => nodes > 0) + 1)];
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => engine.Dispose();

    private void Measure(Observer observer, Dictionary<string, double> measured)
    {
        switch (observer)
        {
            case Observer.Nodes:
                measured["nodes"] = Alive;
                break;
            case Observer.Variance:
                MeasureVariance(measured);
                break;
            case Observer.Estimate:
                Add("estimate", Over(node => engine.Table.Estimate(node)), measured);
                break;
            case Observer.Count:
                MeasureCount(measured);
                break;
            case Observer.InDegree:
                int[] degrees = graph.InDegrees();
                Add("in-degree", Over(node => degrees[node]), measured);
                break;
            case Observer.Clustering:
                measured["clustering"] = graph.Clustering();
                break;
            case Observer.LargestComponent:
                measured["largest-component"] = graph.LargestComponent();
                break;
            case Observer.DeadLinks:
                measured["dead-links"] = graph.DeadShare();
                break;
        }
    }

    private void MeasureVariance(Dictionary<string, double> measured)
    {
        double variance = graph.Estimates().Variance;
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
        measured["count.ratio"] = sizes.Mean / Alive;
        measured["count.error"] = Math.Max(
            Math.Abs((sizes.Least / Alive) - 1), Math.Abs((sizes.Most / Alive) - 1));
    }

    private static void Add(string name, in Spread spread, Dictionary<string, double> measured)
    {
        measured[$"{name}.mean"] = spread.Mean;
        measured[$"{name}.sd"] = spread.Deviation;
        measured[$"{name}.least"] = spread.Least;
        measured[$"{name}.most"] = spread.Most;
    }

    private Spread Over(Func<int, double> number)
    {
        var spread = new Spread();
        for (int node = 0; node < engine.Table.Nodes; node++)
        {
            if (engine.Population.IsAlive(node))
                spread.Add(number(node));
        }

        return spread;
    }

    // The engine fills all rows; the nodes of the start must know only each other.
    private void KeepSpare(int spare)
    {
        using var first = new RowTable(scenario.Size, scenario.Protocol.View);
        TableStart.Random(first, seed);
        for (int node = 0; node < scenario.Size; node++)
        {
            first.Names(node).CopyTo(engine.Table.Names(node));
            first.Ages(node).CopyTo(engine.Table.Ages(node));
            engine.Table.Estimate(node) = first.Estimate(node);
        }

        for (int row = 0; row < spare; row++)
            engine.Population.Crash(scenario.Size + row);
    }

    private void Start(StartValues values)
    {
        int size = scenario.Size;
        for (int node = 0; node < size && values != StartValues.Uniform; node++)
        {
            engine.Table.Estimate(node) = values == StartValues.Peak
                ? (node == 0 ? size : 0)
                : (node < size / 2 ? 0 : 100);
        }
    }
}
