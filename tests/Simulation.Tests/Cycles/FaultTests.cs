using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Tests.Cycles;

public sealed class FaultTests
{
    private static readonly CycleOptions Options = new()
    {
        Nodes = 2000,
        ViewCapacity = 30,
        Seed = 6,
    };

    [Fact]
    public void After_half_of_the_nodes_crash_no_dead_link_is_left_and_the_rest_is_one_piece()
    {
        using CycleEngine engine = Run(Options, 20);
        engine.Population.CrashShare(0.5, 1);
        Assert.Equal(1000, engine.Population.Living);
        var graph = new ViewGraph(engine.Table, engine.Population);
        Assert.InRange(graph.DeadShare(), 0.47, 0.53);
        Run(engine, 60);
        Assert.Equal(0, graph.DeadShare());
        Assert.Equal(1, graph.LargestComponent());
        Assert.True(engine.Table.IsSound());
    }

    [Fact]
    public void A_short_partition_leaves_a_cloud_that_grows_together_again()
    {
        using CycleEngine engine = Run(Options, 20);
        engine.Population.Partition(node => node % 2);
        Run(engine, 15);
        Assert.InRange(CrossLinks(engine), 0.1, 0.3);
        engine.Population.Heal();
        Run(engine, 40);
        Assert.InRange(CrossLinks(engine), 0.45, 0.55);
        Assert.Equal(1, new ViewGraph(engine.Table, engine.Population).LargestComponent());
    }

    [Fact]
    public void Under_churn_views_stay_sound_and_few_links_are_dead()
    {
        using var engine = new CycleEngine(Options with
        {
            Nodes = 3000,
            Faults = new FaultOptions { Churn = 0.01 },
        });
        engine.Population.CrashShare(1 / 3.0, 1);
        Run(engine, 80);
        var graph = new ViewGraph(engine.Table, engine.Population);
        Assert.InRange(engine.Population.Living, 1900, 2000);
        Assert.InRange(graph.DeadShare(), 0.01, 0.25);
        Assert.Equal(1, graph.LargestComponent());
        Assert.True(engine.Table.IsSound());
    }

    [Theory]
    [InlineData(0.2, 0)]
    [InlineData(0, 0.2)]
    public void Loss_slows_averaging_but_estimates_agree_in_the_end(
        double exchangeLoss, double messageLoss)
    {
        using var engine = new CycleEngine(Options with
        {
            Faults = new FaultOptions
            {
                ExchangeLoss = exchangeLoss,
                MessageLoss = messageLoss,
            },
        });
        var graph = new ViewGraph(engine.Table, engine.Population);
        (double mean, double variance) = graph.Estimates();
        Run(engine, 30);
        (double meanAfter, double varianceAfter) = graph.Estimates();
        Assert.True(varianceAfter < 1e-6 * variance);
        Assert.Equal(mean, meanAfter, messageLoss > 0 ? 3.0 : 1e-6);
    }

    [Fact]
    public void Faults_give_the_same_history_every_time()
    {
        CycleOptions options = Options with
        {
            Order = CycleOrder.Reshuffled,
            Faults = new FaultOptions { MessageLoss = 0.1, ExchangeLoss = 0.1, Churn = 0.01 },
        };
        using CycleEngine one = Run(options, 10);
        using CycleEngine other = Run(options, 10);
        Assert.Equal(one.Table.Fingerprint(), other.Table.Fingerprint());
    }

    private static double CrossLinks(CycleEngine engine)
    {
        long cross = 0;
        long all = 0;
        for (int node = 0; node < engine.Table.Nodes; node++)
        {
            foreach (int name in engine.Table.Names(node)[..engine.Table.Count(node)])
            {
                all++;
                cross += (name ^ node) & 1;
            }
        }

        return (double)cross / all;
    }

    private static CycleEngine Run(CycleOptions options, int cycles)
    {
        var engine = new CycleEngine(options);
        Run(engine, cycles);
        return engine;
    }

    private static void Run(CycleEngine engine, int cycles)
    {
        for (int cycle = 0; cycle < cycles; cycle++)
            engine.RunCycle();
    }
}
