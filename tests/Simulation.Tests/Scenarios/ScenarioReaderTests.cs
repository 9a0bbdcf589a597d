using System.Text;
using P2PCS.Simulation.Cycles;
using P2PCS.Simulation.Scenarios;
using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    private const string Good =
        """
        // A comment.
        {
          "name": "small",
          "description": "Shows something.", // another one
          "size": 100,
          "cycles": 10,
          "seed": 7, "threads": 2, "repeat": 3, "every": 5,
          "protocol": {
            "cyclon": { "view": 12, "shuffle": 6 },
            "averaging": { "start": "halves" },
            "count": { "instances": 4 },
            "order": "reshuffled"
          },
          "faults": {
            "loss": 0.1,
            "crash": [{ "at": 3, "fraction": 0.5 }],
            "partition": { "from": 1, "to": 2, "fraction": 0.25 }
          },
          "observers": ["variance", "in-degree"],
          "expect": [
            { "at": 10, "observer": "variance", "is": 2, "within": 0.5, "source": "thought" },
            { "at": 5, "observer": "in-degree.sd", "at-most": 3 }
          ],
        }
        """;

    [Fact]
    public void A_good_file_is_read_whole()
    {
        Scenario scenario = Read(Good).Scenario!;
        Assert.Equal(("small", "Shows something."), (scenario.Name, scenario.Description));
        Assert.Equal((100, 10, 7ul, 2), (
            scenario.Size, scenario.Cycles, scenario.Seed, scenario.Threads));
        Assert.Equal((3, 5), (scenario.Repeat, scenario.Every));
        Assert.Equal(
            new ScenarioProtocol
            {
                View = 12,
                Shuffle = 6,
                Order = CycleOrder.Reshuffled,
            },
            scenario.Protocol);
        Assert.Equal(
            [
                new AveragingLayer { Start = StartValues.Halves },
                new CountLayer { Instances = 4 },
            ],
            scenario.Layers);
        Assert.Equal((0.1, 0.0), (scenario.Faults.Loss, scenario.Faults.Churn));
        Assert.Equal([new CrashFault(3, 0.5)], scenario.Faults.Crashes);
        Assert.Equal(new PartitionFault(1, 2, 0.25), scenario.Faults.Partition);
        Assert.Equal([Observers.Variance, Observers.InDegree], scenario.Observers);
        Assert.Equal(
            [
                new Expectation(10, "variance", 1.5, 2.5, "thought"),
                new Expectation(5, "in-degree.sd", double.NegativeInfinity, 3, ""),
            ],
            scenario.Expectations);
    }

    [Fact]
    public void A_short_file_takes_the_papers_parameters()
    {
        Scenario scenario = Read(
            """
            {"name": "a", "description": "b", "size": 50, "cycles": 2, "observers": []}
            """).Scenario!;
        Assert.Equal(new ScenarioProtocol(), scenario.Protocol);
        Assert.Equal((20, 8), (scenario.Protocol.View, scenario.Protocol.Shuffle));
    }

    public static TheoryData<string, string, string> BadFiles() => new()
    {
        // Replaces the first text by the second; then what is said.
        { "\"size\": 100", "\"size\": 1", "5:11: 'size': 1 is no such number; allowed: " +
            "whole numbers from 2 to 100000000" },
        { "\"size\": 100", "\"size\": \"many\"", "5:11: 'size': \"many\" is no such number; " +
            "allowed: whole numbers from 2 to 100000000" },
        { "\"size\": 100", "\"size\": 10.5", "5:11: 'size': 10.5 is no such number; " +
            "allowed: whole numbers from 2 to 100000000" },
        { "\"size\": 100", "\"size\": 12", "9:25: 'view': 12 is no such number; " +
            "allowed: whole numbers from 1 to 11" },
        { "  \"size\": 100,\n", "", "2:1: 'size' is missing in the scenario; " +
            "allowed: \"size\": ..." },
        { "\"shuffle\": 6", "\"shuffle\": 13", "9:40: 'shuffle': 13 is no such number; " +
            "allowed: whole numbers from 1 to 12" },
        { "\"shuffle\": 6", "\"shufle\": 6", "9:29: unknown key 'shufle' in cyclon; " +
            "allowed: view, shuffle" },
        { "\"loss\": 0.1", "\"loss\": -0.1", "15:13: 'loss': -0.1 is no such number; " +
            "allowed: 0 to below 1" },
        { "\"loss\": 0.1", "\"loss\": 1", "15:13: 'loss': 1 is no such number; " +
            "allowed: 0 to below 1" },
        { "\"loss\": 0.1", "\"los\": 0.1", "15:5: unknown key 'los' in faults; " +
            "allowed: loss, churn, crash, partition" },
        { "\"loss\": 0.1", "\"churn\": 0.1", "19:16: what nodes estimate is not observed " +
            "under churn; allowed: nodes, in-degree, clustering, largest-component, dead-links, " },
        { "\"at\": 3", "\"at\": 10", "16:23: 'at': 10 is no such number; " +
            "allowed: whole numbers from 0 to 9" },
        { "\"fraction\": 0.5", "\"fraction\": 0.995", "16:14: the crashes leave fewer than 2 " +
            "nodes; allowed: smaller fractions" },
        { "\"to\": 2", "\"to\": 1", "17:37: 'to': 1 is no such number; " +
            "allowed: whole numbers from 2 to 10" },
        { "\"halves\"", "\"thirds\"", "10:29: 'start': \"thirds\" is no such text; " +
            "allowed: uniform, peak, halves" },
        { "[\"variance\", ", "[\"variances\", \"variance\", ", "19:17: \"variances\" is not " +
            "known in 'observers'; allowed: nodes, variance, estimate, in-degree, clustering, " +
            "largest-component, dead-links, mean, value-variance, sum, min-max, count, " +
            "histogram, extrema, slicing, ring, lookups, placement" },
        { "[\"variance\", ", "[\"variance\", \"variance\", ",
            "19:29: 'variance' stands twice in 'observers'; allowed: once each" },
        { "\"at\": 10,", "\"at\": 11,", "21:13: 'at': 11 is no such number; " +
            "allowed: whole numbers from 0 to 10" },
        { "\"in-degree.sd\"", "\"in-degree\"", "22:28: 'observer': \"in-degree\" is no such " +
            "text; allowed: variance, variance.factor, in-degree.mean, in-degree.sd, " +
            "in-degree.least, in-degree.most" },
        { ", \"within\": 0.5", "", "21:5: this expects nothing that can be checked; " +
            "allowed: is with within, or at-least and at-most" },
        { ", \"at-most\": 3", "", "22:5: this expects nothing that can be checked; " +
            "allowed: is with within, or at-least and at-most" },
        { "\"seed\": 7", "\"seed\": 7, \"seed\": 8", "7:14: 'seed' stands twice in the " +
            "scenario; allowed: once" },
        { "\"small\"", "\"Not a name\"", "3:11: 'name': \"Not a name\" is no such text; " +
            "allowed: up to 40 small letters, digits and hyphens" },
        { "// A comment.", "/* A comment. */", "1:1: a comment in /* */ is no HOCON; " +
            "allowed: // up to the end of a line" },
        { "\"Shows something.\"", "\"Ünd\", 5", "4:25: " },
        { "\"size\": 100,", "\"size\": 100", "6:3: " },
        { "  ],\n}", "  ]", "" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_is_refused_at_the_place_with_what_is_allowed(
        string text, string instead, string expected)
    {
        string bad = Good.Replace(text, instead, StringComparison.Ordinal);
        Assert.NotEqual(Good, bad);
        ScenarioReading reading = Read(bad);
        Assert.Null(reading.Scenario);
        Assert.Contains(reading.Problems, problem =>
            problem.ToString().StartsWith($"x.conf:{expected}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("\u0000")]
    [InlineData("[[[[[[[[[[[[[[")]
    [InlineData("{\"name\": null, \"observers\": {}, \"expect\": [1], \"faults\": []}")]
    public void What_is_no_scenario_at_all_is_refused_too(string text)
    {
        ScenarioReading reading = Read(text);
        Assert.Null(reading.Scenario);
        Assert.NotEmpty(reading.Problems);
        Assert.All(reading.Problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 }));
    }

    [Fact]
    public void All_problems_are_told_in_the_order_of_the_file()
    {
        ScenarioReading reading = Read(Good
            .Replace("0.1", "2", StringComparison.Ordinal)
            .Replace("\"seed\"", "\"sed\"", StringComparison.Ordinal));
        Assert.Equal([7, 15], reading.Problems.Select(problem => problem.Line));
    }

    [Fact]
    public void A_missing_size_is_the_only_problem_then()
    {
        ScenarioReading reading = Read(Good.Replace(
            "\"size\": 100,", "", StringComparison.Ordinal));
        Assert.Single(reading.Problems);
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem() => Assert.NotNull(Read("\uFEFF" + Good).Scenario);

    private static ScenarioReading Read(string text) =>
        ScenarioReader.Read("x.conf", Encoding.UTF8.GetBytes(text));
}
