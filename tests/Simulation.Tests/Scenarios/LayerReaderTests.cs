using System.Text;
using P2PCS.Simulation.Cycles;
using P2PCS.Simulation.Scenarios;
using P2PCS.Simulation.Scenarios.Layers;

namespace P2PCS.Simulation.Tests.Scenarios;

public sealed class LayerReaderTests
{
    private const string Epoch =
        "newcomers would wait for the next epoch, and a scenario is one epoch";

    public static TheoryData<string, Layer> Good() => new()
    {
        { "\"averaging\": { \"start\": \"peak\", \"instances\": 7 }",
            new AveragingLayer { Start = StartValues.Peak, Instances = 7 } },
        { "\"averaging\": {}", new AveragingLayer() },
        { "\"count\": { \"instances\": 3 }", new CountLayer { Instances = 3 } },
        { "\"count\": {}", new CountLayer() },
        { "\"histogram\": { \"buckets\": 9, \"values\": \"lognormal\" }",
            new HistogramLayer { Buckets = 9, Values = AttributeKind.Lognormal } },
        { "\"histogram\": {}", new HistogramLayer() },
        { "\"extrema\": { \"numbers\": 40 }", new ExtremaLayer { Numbers = 40 } },
        { "\"extrema\": {}", new ExtremaLayer() },
        { "\"slicing\": { \"method\": \"mod-jk\", \"slices\": 5, \"values\": \"uniform\" }",
            new SlicingLayer
            {
                Method = SlicingMethod.ModJk,
                Count = 5,
                Values = AttributeKind.Uniform,
            } },
        { "\"slicing\": { \"method\": \"cdf\", \"thresholds\": 30, \"epoch\": 20 }",
            new SlicingLayer { Thresholds = 30, Epoch = 20 } },
        { "\"ring\": { \"view\": 40, \"message\": 9, \"psi\": 3, \"samples\": 1 }",
            new RingLayer { Capacity = 40, Message = 9, Psi = 3, Samples = 1 } },
        { "\"ring\": {}", new RingLayer() },
        { "\"lookups\": { \"k\": 8, \"alpha\": 2, \"tables\": \"ideal\", \"count\": 10 }",
            new LookupLayer { Bucket = 8, Alpha = 2, IsIdeal = true, Count = 10 } },
        { "\"lookups\": {}", new LookupLayer() },
        { "\"placement\": { \"probes\": 3, \"load\": 0.5 }",
            new PlacementLayer { Probes = 3, Share = 0.5 } },
        { "\"placement\": {}", new PlacementLayer() },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_layer_is_read_with_what_is_left_out_from_the_papers(string text, Layer expected)
    {
        ScenarioReading reading = Read(text);
        Assert.Empty(reading.Problems);
        Assert.Equal(expected, Assert.Single(reading.Scenario!.Layers));
    }

    public static TheoryData<string, string> Bad() => new()
    {
        // The layer stands in line 2 from column 15.
        { "\"averaging\": { \"instances\": 0 }",
            "2:43: 'instances': 0 is no such number; allowed: whole numbers from 1 to 100" },
        { "\"averaging\": { \"start\": \"flat\" }",
            "2:39: 'start': \"flat\" is no such text; allowed: uniform, peak, halves" },
        { "\"averaging\": { \"sum\": 1 }",
            "2:30: unknown key 'sum' in averaging; allowed: start, instances" },
        { "\"count\": { \"instances\": 101 }",
            "2:39: 'instances': 101 is no such number; allowed: whole numbers from 1 to 100" },
        { "\"histogram\": { \"buckets\": 1 }",
            "2:41: 'buckets': 1 is no such number; allowed: whole numbers from 2 to 1000" },
        { "\"histogram\": { \"values\": \"normal\" }",
            "2:40: 'values': \"normal\" is no such text; allowed: uniform, lognormal" },
        { "\"histogram\": { \"bounds\": [] }",
            "2:30: unknown key 'bounds' in histogram; allowed: buckets, values" },
        { "\"extrema\": { \"numbers\": 2 }",
            "2:39: 'numbers': 2 is no such number; allowed: whole numbers from 3 to 10000" },
        { "\"slicing\": {}",
            "2:26: 'method' is missing in slicing; allowed: ranking, cdf, jk, mod-jk" },
        { "\"slicing\": { \"method\": \"sliver\" }",
            "2:38: 'method': \"sliver\" is no such text; allowed: ranking, cdf, jk, mod-jk" },
        { "\"slicing\": { \"method\": \"cdf\", \"slices\": 1 }",
            "2:55: 'slices': 1 is no such number; allowed: whole numbers from 2 to 1000" },
        { "\"slicing\": { \"method\": \"cdf\", \"values\": \"mixed\" }",
            "2:55: 'values': \"mixed\" is no such text; allowed: uniform, lognormal" },
        { "\"slicing\": { \"method\": \"cdf\", \"thresholds\": 10 }",
            "2:59: 'thresholds': 10 is no such number; allowed: whole numbers from 11 to 2000" },
        { "\"slicing\": { \"method\": \"cdf\", \"epoch\": 0 }",
            "2:54: 'epoch': 0 is no such number; allowed: whole numbers from 1 to 1000" },
        { "\"slicing\": { \"method\": \"jk\", \"epoch\": 30 }",
            "2:44: unknown key 'epoch' in slicing; allowed: slices, method, values" },
        { "\"ring\": { \"view\": 1 }",
            "2:33: 'view': 1 is no such number; allowed: whole numbers from 2 to 1000" },
        { "\"ring\": { \"message\": 0 }",
            "2:36: 'message': 0 is no such number; allowed: whole numbers from 1 to 100" },
        { "\"ring\": { \"view\": 10, \"psi\": 11 }",
            "2:44: 'psi': 11 is no such number; allowed: whole numbers from 1 to 10" },
        { "\"ring\": { \"samples\": -1 }",
            "2:36: 'samples': -1 is no such number; allowed: whole numbers from 0 to 64" },
        { "\"lookups\": { \"k\": 65 }",
            "2:33: 'k': 65 is no such number; allowed: whole numbers from 1 to 64" },
        { "\"lookups\": { \"alpha\": 0 }",
            "2:37: 'alpha': 0 is no such number; allowed: whole numbers from 1 to 16" },
        { "\"lookups\": { \"tables\": \"chord\" }",
            "2:38: 'tables': \"chord\" is no such text; allowed: ideal, gossip" },
        { "\"lookups\": { \"count\": 0 }",
            "2:37: 'count': 0 is no such number; allowed: whole numbers from 1 to 100000" },
        { "\"placement\": { \"probes\": 17 }",
            "2:40: 'probes': 17 is no such number; allowed: whole numbers from 1 to 16" },
        { "\"placement\": { \"load\": 1 }",
            "2:38: 'load': 1 is no such number; allowed: above 0 and below 1" },
        { "\"gossip\": {}", "2:15: unknown key 'gossip' in protocol; allowed: cyclon, averaging, " +
            "count, histogram, extrema, slicing, ring, lookups, placement, order" },
        { "\"ring\": 5", "2:23: 'ring': 5 is no object; allowed: { ... }" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_layer_is_refused_at_the_place_with_what_is_allowed(
        string text, string expected)
    {
        ScenarioReading reading = Read(text);
        Assert.Null(reading.Scenario);
        Assert.Equal($"x.conf:{expected}", Assert.Single(reading.Problems).ToString());
    }

    [Theory]
    [InlineData("averaging", Epoch)]
    [InlineData("count", Epoch)]
    [InlineData("histogram", Epoch)]
    [InlineData("extrema", "the smallest numbers do not forget the nodes that left")]
    [InlineData("slicing", "newcomers would wait for the next epoch")]
    [InlineData("lookups", "ideal tables are filled once")]
    public void Churn_is_refused_where_it_makes_no_sense(string key, string reason)
    {
        string inner = key switch
        {
            "slicing" => "\"method\": \"cdf\"",
            "lookups" => "\"tables\": \"ideal\"",
            _ => "",
        };
        ScenarioReading reading = Read($"\"{key}\": {{ {inner} }}", "\"churn\": 0.01");
        Assert.Equal(
            $"x.conf:3:22: 'churn' makes no sense with the protocol {key}: {reason}; "
                + "allowed: loss, crash, partition",
            Assert.Single(reading.Problems).ToString());
    }

    [Theory]
    [InlineData("\"slicing\": { \"method\": \"ranking\" }")]
    [InlineData("\"slicing\": { \"method\": \"jk\" }")]
    [InlineData("\"ring\": {}")]
    [InlineData("\"lookups\": {}")]
    [InlineData("\"placement\": {}")]
    public void Churn_is_taken_where_newcomers_can_begin_at_once(string text) =>
        Assert.Empty(Read(text, "\"churn\": 0.01").Problems);

    [Theory]
    [InlineData("mean", "averaging")]
    [InlineData("value-variance", "averaging")]
    [InlineData("sum", "averaging")]
    [InlineData("min-max", "averaging")]
    [InlineData("count", "count")]
    [InlineData("histogram", "histogram")]
    [InlineData("extrema", "extrema")]
    [InlineData("slicing", "slicing")]
    [InlineData("ring", "ring")]
    [InlineData("lookups", "lookups")]
    [InlineData("placement", "placement")]
    public void An_observer_without_its_protocol_is_refused(string observer, string protocol)
    {
        ScenarioReading reading = Read("\"order\": \"fixed\"", "", $"\"{observer}\"");
        Assert.Equal(
            $"x.conf:4:16: the observer {observer} needs the protocol {protocol}; allowed: "
                + $"\"{protocol}\": {{ ... }}",
            Assert.Single(reading.Problems).ToString());
    }

    [Fact]
    public void Every_observer_of_a_layer_is_tried_here_and_no_two_columns_share_a_name()
    {
        string[] columns = [.. Observers.Columns([.. Observers.All]).Select(one => one.Name)];
        Assert.Equal(columns.Distinct(), columns);
        Assert.Equal(11, LayerKinds.All.Sum(kind => kind.Observers.Count));
    }

    [Fact]
    public void More_nodes_than_there_is_memory_for_are_refused()
    {
        ScenarioReading reading = Read("\"extrema\": { \"numbers\": 10000 }", size: 200_000);
        Assert.Equal("x.conf:1:49: there is no room for 200000 nodes, with those that wait to "
            + "replace others; allowed: up to 107374", Assert.Single(reading.Problems).ToString());
    }

    private static ScenarioReading Read(
        string layer, string faults = "", string observers = "", int size = 100) =>
        ScenarioReader.Read("x.conf", Encoding.UTF8.GetBytes(
            $$"""
            { "name": "x", "description": "Short.", "size": {{size}}, "cycles": 5,
            "protocol": { {{layer}} },
            "faults": { "churn": 0.01 },
              "observers": [{{observers}}] }
            """.Replace("\"churn\": 0.01", faults, StringComparison.Ordinal)));
}
