using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Simulation.Cycles;
using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Scenarios;

/// <summary>One run of a scenario: one seed, one history.</summary>
public sealed class ScenarioRun : IDisposable
{
    private readonly Scenario scenario;
    private readonly ulong seed;
    private readonly CycleEngine engine;
    private readonly EngineMeasures measures;
    private readonly (LayerKind Kind, LayerTable Table)[] layers;
    private readonly TurnOrder order;
    private readonly bool[] wasAlive;

    /// <summary>Fills the tables.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="seed">The seed of this run, instead of the scenario's.</param>
    /// <param name="threads">Threads of the engine, from 1; no result depends on them.</param>
    public ScenarioRun(Scenario scenario, ulong seed, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        this.scenario = scenario;
        this.seed = seed;
        int spare = checked((int)scenario.Spare);
        engine = new CycleEngine(new CycleOptions
        {
            Nodes = checked(scenario.Size + spare),
            ViewCapacity = scenario.Protocol.View,
            ShuffleLength = scenario.Protocol.Shuffle,
            Seed = seed,
            Order = scenario.Protocol.Order,
            Threads = threads,
            Faults = new FaultOptions
            {
                MessageLoss = scenario.Faults.Loss,
                Churn = scenario.Faults.Churn,
            },
        });
        if (spare > 0)
            KeepSpare(spare);
        Start(scenario.Layers.OfType<AveragingLayer>().FirstOrDefault()?.Start ?? default);
        measures = new EngineMeasures(engine);
        layers = [.. scenario.Layers.Where(IsObserved).Select(Fill)];
        order = new TurnOrder(layers.Length > 0 ? Rows : 0, scenario.Protocol.Order);
        wasAlive = new bool[layers.Length > 0 ? Rows : 0];
        WelcomeNewcomers(isFirst: true);
    }

    /// <summary>Cycles run so far.</summary>
    public int Cycle { get; private set; }

    /// <summary>Nodes alive.</summary>
    public int Alive => engine.Population.Living;

    private int Rows => engine.Table.Nodes;

    /// <summary>Runs one cycle of those that the scenario has, after the faults that befall
    /// before it; a cycle without faults allocates nothing.</summary>
    public void RunCycle()
    {
        Invariant.Holds(Cycle < scenario.Cycles);
        ScenarioFaults faults = scenario.Faults;
        for (int i = 0; i < faults.Crashes.Count; i++)
        {
            if (faults.Crashes[i].At == Cycle)
                Crash(faults.Crashes[i].Fraction);
        }

        if (faults.Partition is { } cut)
            Part(cut);
        engine.RunCycle();
        WelcomeNewcomers(isFirst: false);
        ReadOnlySpan<int> turns = order.Next(Draw.At(~seed ^ 0x5455524E, (ulong)Cycle));
        foreach ((LayerKind kind, LayerTable table) in layers)
            table.RunCycle(turns, Draw.At(~seed ^ kind.Salt, (ulong)Cycle));
        Cycle++;
    }

    /// <summary>The scenario's columns as they are now; not a number where there is none.
    /// Changes nothing but the variance that factors refer to, before the first cycle.</summary>
    public double[] Measure()
    {
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Observer observer in scenario.Observers)
        {
            measures.Measure(observer, measured);
            foreach ((LayerKind kind, LayerTable table) in layers)
            {
                if (kind.Observers.Contains(observer))
                    table.Measure(observer, measured);
            }
        }

        return
        [
            .. Observers.Columns(scenario.Observers)
                .Select(column => measured.GetValueOrDefault(column.Name, double.NaN)),
        ];
    }

    /// <summary>Counts of nodes alive by their in-degree, from 0 to the largest.</summary>
    public IReadOnlyList<int> InDegreeHistogram() => measures.InDegreeHistogram();

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => engine.Dispose();

    private bool IsObserved(Layer layer) =>
        scenario.Observers.Any(layer.Kind.Observers.Contains);

    private (LayerKind Kind, LayerTable Table) Fill(Layer layer) => (
        layer.Kind,
        layer.Fill(new LayerWorld(engine, scenario, Draw.Mix(seed ^ layer.Kind.Salt))));

    private void Crash(double fraction) =>
        engine.Population.CrashShare(fraction, Draw.At(~seed, (ulong)Cycle));

    private void Part(PartitionFault cut)
    {
        int border = (int)(cut.Fraction * scenario.Size);
        if (cut.From == Cycle)
            engine.Population.Partition(node => node < border ? 0 : 1);
        if (cut.To == Cycle)
            engine.Population.Heal();
    }

    // A row that died waits for cycles before it lives again, so none is missed here.
    private void WelcomeNewcomers(bool isFirst)
    {
        for (int node = 0; node < wasAlive.Length; node++)
        {
            bool isAlive = engine.Population.IsAlive(node);
            if (isAlive && !wasAlive[node] && !isFirst)
                Welcome(node);
            wasAlive[node] = isAlive;
        }
    }

    private void Welcome(int node)
    {
        foreach ((_, LayerTable table) in layers)
            table.Join(node);
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
