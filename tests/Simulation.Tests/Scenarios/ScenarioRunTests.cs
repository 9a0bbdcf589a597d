using P2PCS.Simulation.Scenarios;
using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Tests.Scenarios;

public sealed class ScenarioRunTests
{
    private static readonly Scenario Plain = new()
    {
        Name = "plain",
        Description = "Nothing befalls.",
        Size = 500,
        Cycles = 20,
        Observers =
        [
            Observers.Nodes, Observers.Variance, Observers.Estimate, Observers.InDegree,
            Observers.Clustering, Observers.LargestComponent, Observers.DeadLinks,
        ],
    };

    [Fact]
    public void The_same_seed_gives_the_same_rows_and_another_one_others()
    {
        double[] once = Series(Plain, 3).Rows[^1];
        Assert.Equal(once, Series(Plain, 3).Rows[^1]);
        Assert.NotEqual(once, Series(Plain, 4).Rows[^1]);
    }

    [Fact]
    public void Without_faults_all_are_alive_connected_and_keep_the_mean()
    {
        ScenarioOutcome outcome = Outcome(Plain);
        Assert.Equal(500, Last(outcome, "nodes"));
        Assert.Equal(0, Last(outcome, "dead-links"));
        Assert.Equal(1, Last(outcome, "largest-component"));
        Assert.Equal(20, Last(outcome, "in-degree.mean"), 9);
        int mean = outcome.IndexOf("estimate.mean");
        Assert.Equal(outcome.At(0, mean).Mean, Last(outcome, "estimate.mean"), 9);
        Assert.Equal(500, outcome.Series[0].InDegrees.Sum());
    }

    [Fact]
    public void A_crash_takes_its_fraction_before_the_cycle_after()
    {
        ScenarioOutcome outcome = Outcome(Plain with
        {
            Faults = new ScenarioFaults { Crashes = [new CrashFault(4, 0.25)] },
        });
        int nodes = outcome.IndexOf("nodes");
        Assert.Equal((500, 375), (outcome.At(4, nodes).Mean, outcome.At(5, nodes).Mean));
    }

    [Fact]
    public void Two_sides_of_a_partition_average_on_their_own()
    {
        ScenarioOutcome outcome = Outcome(Plain with
        {
            Cycles = 60,
            Layers = [new AveragingLayer { Start = StartValues.Halves }],
            Faults = new ScenarioFaults { Partition = new PartitionFault(0, 5, 0.5) },
        });
        int variance = outcome.IndexOf("variance");
        Assert.Equal(2500, outcome.At(5, variance).Mean, 9);
        Assert.InRange(outcome.At(60, variance).Mean, 0, 1);
    }

    [Fact]
    public void Churn_keeps_the_size_and_leaves_some_dead_links()
    {
        ScenarioOutcome outcome = Outcome(Plain with
        {
            Faults = new ScenarioFaults { Churn = 0.02 },
            Observers = [Observers.Nodes, Observers.DeadLinks],
        });
        Assert.Equal(0, outcome.At(0, outcome.IndexOf("dead-links")).Mean);
        Assert.InRange(Last(outcome, "nodes"), 495, 500);
        Assert.InRange(Last(outcome, "dead-links"), 0.02, 0.4);
    }

    [Fact]
    public void Nodes_count_themselves_without_loss_to_a_percent()
    {
        ScenarioOutcome outcome = Outcome(Plain with
        {
            Cycles = 40,
            Layers = [new CountLayer { Instances = 10 }],
            Observers = [CountLayer.Size],
        });
        Assert.True(double.IsNaN(outcome.At(0, 0).Mean));
        Assert.Equal(500, Last(outcome, "count.mean"), 5.0);
        Assert.InRange(Last(outcome, "count.error"), 0, 0.01);
    }

    [Fact]
    public void Expectations_hold_for_the_mean_over_all_seeds()
    {
        Expectation[] expected =
        [
            new(20, "nodes", 500, 500, ""),
            new(20, "nodes", 501, double.PositiveInfinity, ""),
            new(99, "nodes", 0, 0, ""),
        ];
        ScenarioOutcome outcome = Outcome(Plain with { Expectations = expected });
        Assert.Equal([true, false, true], outcome.Checks.Select(check => check.Passes));
        Assert.Equal([true, true, false], outcome.Checks.Select(check => check.IsReached));
        Assert.False(outcome.Passed);
    }

    [Fact]
    public void Only_every_nth_cycle_is_measured_and_first_last_and_expected_ones()
    {
        ScenarioOutcome outcome = Outcome(Plain with
        {
            Every = 8,
            Expectations = [new(3, "nodes", 0, 1e9, "")],
        });
        Assert.Equal([0, 3, 8, 16, 20], outcome.Cycles);
        Assert.Equal(5, outcome.Series[0].Rows.Count);
    }

    private static SeedSeries Series(Scenario scenario, ulong seed) =>
        SeedSeries.Run(scenario, seed, 1, run => run.RunCycle());

    private static ScenarioOutcome Outcome(Scenario scenario) =>
        new(scenario, [Series(scenario, scenario.Seed)]);

    private static double Last(ScenarioOutcome outcome, string column) =>
        outcome.At(outcome.Cycles.Count - 1, outcome.IndexOf(column)).Mean;
}
