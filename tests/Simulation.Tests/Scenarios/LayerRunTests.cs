using P2PCS.Simulation.Cycles;
using P2PCS.Simulation.Scenarios;
using P2PCS.Simulation.Scenarios.Layers;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests.Scenarios;

public sealed class LayerRunTests
{
    private static readonly Layer[] All =
    [
        new AveragingLayer(),
        new CountLayer(),
        new HistogramLayer(),
        new ExtremaLayer { Numbers = 40 },
        new SlicingLayer { Epoch = 8 },
        new RingLayer { Capacity = 60 },
        new LookupLayer { Count = 50 },
        new PlacementLayer(),
    ];

    private static readonly Layer[] More =
    [
        .. All,
        new SlicingLayer { Method = SlicingMethod.Ranking },
        new SlicingLayer { Method = SlicingMethod.Jk },
        new SlicingLayer { Method = SlicingMethod.ModJk, Values = AttributeKind.Uniform },
        new LookupLayer { Count = 50, IsIdeal = true },
        new HistogramLayer { Buckets = 7, Values = AttributeKind.Lognormal },
    ];

    public static TheoryData<Layer> Layers() => [.. More];

    [Fact]
    public void Every_kind_of_layer_is_tried_here() =>
        Assert.Equal(LayerKinds.All, All.Select(layer => layer.Kind));

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_same_seed_gives_the_same_rows_and_another_one_others(Layer layer)
    {
        Scenario scenario = Over(layer);
        SeedSeries once = Series(scenario, 3);
        SeedSeries again = Series(scenario, 3);
        Assert.Equal(once.Rows.Select(Text), again.Rows.Select(Text));
        Assert.NotEqual(once.Rows.Select(Text), Series(scenario, 4).Rows.Select(Text));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_changes_neither_the_views_nor_other_layers(Layer layer)
    {
        Scenario alone = Over(layer) with { Observers = [.. layer.Kind.Observers] };
        Layer other = layer is CountLayer ? new PlacementLayer() : new CountLayer();
        Scenario both = alone with
        {
            Layers = [other, layer],
            Observers = [Observers.InDegree, .. other.Kind.Observers, .. layer.Kind.Observers],
        };
        Scenario views = alone with { Layers = [], Observers = [Observers.InDegree] };
        int own = layer.Kind.Observers.Sum(one => one.Columns.Count);
        bool isFirst = Observers.Columns(both.Observers)[4].Name != other.Kind.Observers[0]
            .Columns[0].Name;
        string[] found = [.. Series(both, 1).Rows.Select(row => Text(isFirst
            ? row[4..(4 + own)] : row[^own..]))];
        Assert.Equal(Series(alone, 1).Rows.Select(Text), found);
        Assert.Equal(Series(views, 1).Rows.Select(Text),
            Series(both, 1).Rows.Select(row => Text(row[..4])));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_runs_under_all_faults_that_it_bears(Layer layer)
    {
        SeedSeries series = Series(
            Over(layer) with
            {
                Cycles = 40,
                Faults = new ScenarioFaults
                {
                    Loss = 0.1,
                    Churn = layer.Bears.HasFlag(FaultKinds.Churn) ? 0.02 : 0,
                    Crashes = [new CrashFault(12, 0.5)],
                    Partition = new PartitionFault(20, 25, 0.5),
                },
            }, 1);
        Assert.Equal(41, series.Rows.Count);
        // A ring under churn is never complete.
        Assert.All(series.Rows[40], value => Assert.True(
            value is >= 0 and < 1e6 || (double.IsNaN(value) && layer is RingLayer)));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_warm_cycle_allocates_nothing(Layer layer)
    {
        using var run = new ScenarioRun(Over(layer) with { Cycles = 1000 }, 1);
        run.RunCycle();
        AllocationWindows.AssertNone(() =>
        {
            for (int cycle = 0; cycle < 4; cycle++)
                run.RunCycle();
        });
    }

    [Fact]
    public void A_layer_that_nobody_observes_does_not_run()
    {
        Scenario scenario = Over(new ExtremaLayer { Numbers = 10_000 }) with
        {
            Size = 90_000,
            Observers = [],
        };
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var run = new ScenarioRun(scenario, 1);
        run.RunCycle();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void A_crash_costs_averages_what_the_dead_took_with_them()
    {
        Scenario scenario = Over(new AveragingLayer()) with
        {
            Cycles = 40,
            Faults = new ScenarioFaults { Crashes = [new CrashFault(0, 0.5)] },
        };
        double[] row = Series(scenario, 1).Rows[^1];
        Assert.Equal(0, Column(scenario, row, "mean.error"), 1e-4);

        // Later the dead take parts of the sums along, and the error stays.
        row = Series(
            scenario with
            {
                Faults = new ScenarioFaults { Crashes = [new CrashFault(3, 0.5)] },
            }, 1).Rows[^1];
        Assert.InRange(Column(scenario, row, "mean.error"), 1e-4, 0.2);
    }

    [Fact]
    public void Two_probes_wait_far_less_than_one()
    {
        double one = Time(1);
        double two = Time(2);
        Assert.InRange(two, 2.3, 2.9);
        Assert.InRange(one, 4, 11);

        static double Time(int probes)
        {
            Scenario scenario = Over(new PlacementLayer { Probes = probes }) with
            {
                Size = 2000,
                Cycles = 100,
            };
            return Column(scenario, Series(scenario, 1).Rows[^1], "placement.time");
        }
    }

    [Fact]
    public void Tasks_end_with_their_nodes_and_are_refused_where_nobody_answers()
    {
        Scenario scenario = Over(new PlacementLayer()) with
        {
            Cycles = 30,
            Faults = new ScenarioFaults { Loss = 0.3, Crashes = [new CrashFault(20, 0.5)] },
        };
        double[] row = Series(scenario, 1).Rows[^1];
        // A probe is answered with .49; 500 tasks of 12,000 were at the dead.
        Assert.InRange(Column(scenario, row, "placement.refused"), 0.26, 0.4);
        Assert.InRange(Column(scenario, row, "placement.lost"), 0.02, 0.1);
    }

    [Fact]
    public void Lookups_in_ideal_tables_survive_that_half_of_the_nodes_crash()
    {
        Scenario scenario = Over(new LookupLayer { IsIdeal = true, Count = 400 }) with
        {
            Cycles = 2,
            Faults = new ScenarioFaults { Crashes = [new CrashFault(1, 0.5)] },
        };
        IReadOnlyList<double[]> rows = Series(scenario, 1).Rows;
        Assert.Equal((1, 0), (Column(scenario, rows[1], "lookups.found"),
            Column(scenario, rows[1], "lookups.timeouts")));
        Assert.InRange(Column(scenario, rows[2], "lookups.found"), 0.98, 1);
        // As many dead ones are asked as live ones.
        double asked = Column(scenario, rows[2], "lookups.asked");
        Assert.InRange(Column(scenario, rows[2], "lookups.timeouts") / asked, 0.4, 0.6);
    }

    [Fact]
    public void A_ring_comes_together_without_faults()
    {
        Scenario scenario = Over(new RingLayer()) with { Size = 1000, Cycles = 20 };
        double[] row = Series(scenario, 1).Rows[^1];
        Assert.Equal(1, Column(scenario, row, "ring.right"));
        Assert.InRange(Column(scenario, row, "ring.cycles"), 4, 9);
    }

    private static Scenario Over(Layer layer) => new()
    {
        Name = "layer",
        Description = "One layer.",
        Size = 500,
        Cycles = 10,
        Protocol = new ScenarioProtocol { Order = CycleOrder.Reshuffled },
        Layers = [layer],
        Observers = [.. layer.Kind.Observers],
    };

    private static SeedSeries Series(Scenario scenario, ulong seed) =>
        SeedSeries.Run(scenario, seed, 1, run => run.RunCycle());

    private static string Text(double[] row) => string.Join(' ', row);

    private static double Column(Scenario scenario, double[] row, string name) =>
        row[Observers.Columns(scenario.Observers).ToList().FindIndex(one => one.Name == name)];
}
