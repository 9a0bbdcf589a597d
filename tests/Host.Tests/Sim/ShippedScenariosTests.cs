using P2PCS.Host.Sim;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Tests.Sim;

public sealed class ShippedScenariosTests
{
    // Sizes at which every expectation holds as it stands, and one seed where that is enough.
    public static TheoryData<string, int, int> Reduced() => new()
    {
        { "averaging", 20_000, 1 },
        { "churn", 20_000, 1 },
        { "count", 1000, 10 },
        { "extrema", 2000, 10 },
        { "heavy-churn", 10_000, 1 },
        { "histogram", 2000, 2 },
        { "hops", 16_384, 1 },
        { "in-degree", 10_000, 1 },
        { "lookups", 5000, 1 },
        { "loss", 10_000, 1 },
        { "massacre", 10_000, 1 },
        { "million", 50_000, 1 },
        { "moments", 2000, 2 },
        { "ordering", 10_000, 1 },
        { "partition", 5000, 1 },
        { "peak", 20_000, 1 },
        { "placement", 5000, 1 },
        { "ranking", 2000, 2 },
        { "ring", 4096, 1 },
        { "self-healing", 10_000, 1 },
        { "slicing", 10_000, 1 },
        { "split", 5000, 1 },
    };

    [Fact]
    public void Every_shipped_scenario_is_read_and_named_as_its_file()
    {
        Assert.True(ShippedScenarios.Names.Count >= 8);
        Assert.All(ShippedScenarios.Names, name =>
        {
            ScenarioReading reading = ShippedScenarios.Load(name);
            Assert.Empty(reading.Problems);
            Assert.Equal(name, reading.Scenario!.Name);
            Assert.NotEmpty(reading.Scenario.Expectations);
        });
    }

    [Fact]
    public void Every_shipped_scenario_is_tried_here() =>
        Assert.Equal(ShippedScenarios.Names, Reduced().Select(row => (string)row[0]));

    [Theory]
    [MemberData(nameof(Reduced))]
    public void Its_expectations_hold(string name, int size, int seeds)
    {
        Scenario scenario = ShippedScenarios.Load(name).Scenario! with
        {
            Size = size,
            Repeat = seeds,
            Every = 1000,
        };
        ScenarioOutcome outcome = ScenarioBatch.Run(scenario, (_, _) => { }, default);
        Assert.All(outcome.Checks, check => Assert.True(check.Passes,
            $"{check.Expectation} measured {check.Measured}"));
    }

    [Theory]
    [InlineData("churn")]
    [InlineData("slicing")]
    [InlineData("placement")]
    public void Threads_change_nothing_but_the_time(string name)
    {
        Scenario scenario = ShippedScenarios.Load(name).Scenario! with
        {
            Size = 500,
            Cycles = 20,
            Repeat = 4,
        };
        Assert.Equal(Csv(scenario with { Threads = 1 }), Csv(scenario with { Threads = 4 }));
    }

    [Fact]
    public void Threads_that_share_a_cycle_change_nothing_but_the_time()
    {
        Scenario scenario = ShippedScenarios.Load("million").Scenario! with
        {
            Size = 20_000,
            Repeat = 1,
        };
        Assert.Equal(Csv(scenario with { Threads = 1 }), Csv(scenario with { Threads = 3 }));
    }

    [Fact]
    public void A_stop_ends_the_runs()
    {
        using var stop = new CancellationTokenSource();
        Scenario scenario = ShippedScenarios.Load("million").Scenario! with { Size = 1000 };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ScenarioBatch.Run(scenario, (_, _) => stop.Cancel(), stop.Token));
    }

    private static string Csv(Scenario scenario) =>
        ScenarioCsv.Write(ScenarioBatch.Run(scenario, (_, _) => { }, default));
}
