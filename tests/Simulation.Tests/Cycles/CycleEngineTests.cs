using P2PCS.Protocol;
using P2PCS.Simulation.Cycles;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests.Cycles;

public sealed class CycleEngineTests
{
    [Fact]
    public void A_warm_cycle_allocates_nothing_on_any_path()
    {
        foreach (CodePath path in CodePaths.Supported)
        {
            using var engine = new CycleEngine(new CycleOptions { Nodes = 2000, Path = path });
            engine.RunCycle();
            AllocationWindows.AssertNone(engine.RunCycle);
        }
    }

    [Fact]
    public void A_row_of_twenty_is_two_cache_lines_and_a_row_of_thirty_three()
    {
        using var twenty = new RowTable(10, 20);
        using var thirty = new RowTable(10, 30);
        Assert.Equal((128, 192), (twenty.Stride, thirty.Stride));
        Assert.Equal(1280, twenty.Bytes);
    }

    [Fact]
    public void Without_faults_no_pointer_is_lost_and_the_sum_of_the_estimates_stays()
    {
        using var engine = new CycleEngine(new CycleOptions { Nodes = 20_000, Seed = 3 });
        var graph = new ViewGraph(engine.Table, engine.Population);
        (double mean, double variance) = graph.Estimates();
        for (int cycle = 0; cycle < 20; cycle++)
            engine.RunCycle();
        (double meanAfter, double varianceAfter) = graph.Estimates();
        Assert.Equal(mean, meanAfter, 1e-9);
        Assert.InRange(Math.Pow(varianceAfter / variance, 1 / 20.0), 0.28, 0.31);
        Assert.Equal(20_000, graph.InDegreeHistogram().Sum());
        Assert.InRange(graph.InDegrees().Average(), 19.99, 20);
    }

    [Fact]
    public void An_impossible_size_is_refused() =>
        Assert.Throws<InvariantBrokenException>(
            () => new CycleEngine(new CycleOptions { Nodes = 20, ViewCapacity = 20 }));

    [Fact]
    public void Other_view_capacities_and_shuffle_lengths_run_too()
    {
        using var engine = new CycleEngine(new CycleOptions
        {
            Nodes = 500,
            ViewCapacity = 9,
            ShuffleLength = 3,
        });
        for (int cycle = 0; cycle < 10; cycle++)
            engine.RunCycle();
        Assert.True(engine.Table.IsSound());
        Assert.Equal(1, new ViewGraph(engine.Table, engine.Population).LargestComponent());
    }
}
