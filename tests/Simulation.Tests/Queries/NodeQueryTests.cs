using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;
using P2PCS.Query.Values;
using P2PCS.Simulation.Engine;
using P2PCS.Simulation.Network;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests.Queries;

/// <summary>Queries through whole nodes, with their own membership, in the event engine.</summary>
public sealed class NodeQueryTests
{
    private const int Nodes = 60;
    private const string ByRegion =
        "SELECT region, count(*), sum(cpu.cores) FROM peers GROUP BY region "
        + "WITH consistency = tree";

    private static string At => $"P2PCS_SEED={Seed.Value}";

    [Fact]
    public void Groups_are_those_of_all_nodes()
    {
        Cloud cloud = Started(Seed.Value);

        QueryAnswer answer = Ask(cloud, 3, ByRegion);

        Assert.Equal(new QueryCoverage(Nodes, Nodes), answer.Coverage);
        Assert.Equal(Truth(_ => true), Shown(answer));
    }

    [Fact]
    public void A_node_that_crashes_meanwhile_is_missing_alone()
    {
        Cloud cloud = Started(Seed.Value);
        // One that others are asked through, before it can have answered.
        int gone = -1;
        cloud.Engine.Stepped = node =>
        {
            if (gone >= 0 || node.Index == 3 || !Asks(node.Outbox))
                return;
            gone = node.Index;
            cloud.Engine.At(cloud.Engine.Now,
                () => cloud.Engine.Crash(node, CrashPoint.BetweenSteps));
        };

        QueryAnswer answer = Ask(cloud, 3, ByRegion);

        Assert.True(gone >= 0, At);
        Assert.Equal(Nodes - 1, answer.Coverage.Answered);
        Assert.Equal(Truth(index => index != gone), Shown(answer));
    }

    [Fact]
    public void With_loss_everybody_is_counted_once_and_one_seed_gives_one_history()
    {
        (string[] Rows, QueryCoverage Coverage, long Frames)[] runs = [Run(), Run()];

        Assert.Equal(runs[0].Rows, runs[1].Rows);
        Assert.Equal(
            (runs[0].Coverage, runs[0].Frames), (runs[1].Coverage, runs[1].Frames));
        Assert.All(runs[0].Rows, row => Assert.EndsWith(" 1", row, StringComparison.Ordinal));
        Assert.Equal(runs[0].Coverage.Answered, runs[0].Rows.Distinct().Count());
        Assert.InRange(runs[0].Coverage.Answered, Nodes - 4, Nodes);

        static (string[], QueryCoverage, long) Run()
        {
            Cloud cloud = Started(Seed.Value);
            cloud.Engine.Links.Options = cloud.Engine.Links.Options with { Loss = 0.2 };
            QueryAnswer answer = Ask(cloud, 3,
                "SELECT peer_id, count(*) FROM peers GROUP BY peer_id WITH consistency = tree");
            string[] rows =
                [.. answer.Rows.Select(row => $"{row[0].Value.AsText} {row[1].Value.AsInt}")];
            return (rows, answer.Coverage, cloud.Engine.Frames);
        }
    }

    private static bool Asks(Outbox outbox)
    {
        foreach (OutboundFrame frame in outbox.Sends)
        {
            if (frame.Kind == MessageKind.QueryAsk)
                return true;
        }

        return false;
    }

    private static Cloud Started(ulong seed)
    {
        var cloud = new Cloud(Nodes, seed);
        foreach (SimulatedNode node in cloud.Engine.Nodes)
        {
            node.Live!.Query.Rows = table =>
                table == Schema.Peers ? [new NodeRow(node.Index, node.Id)] : [];
        }

        cloud.Await(TimeSpan.FromSeconds(60), () => Cloud.Until(
            Enumerable.Range(0, Nodes).All(i => cloud[i].Peers.Present >= Nodes - 1),
            "everybody knows everybody"));
        cloud.Engine.Links.Options = new LinkOptions
        {
            LatencyMin = TimeSpan.FromMilliseconds(20),
            LatencySpread = TimeSpan.FromMilliseconds(1),
        };
        return cloud;
    }

    private static QueryAnswer Ask(Cloud cloud, int facade, string text)
    {
        Assert.True(Binder.TryBind(text, out BoundQuery? query, out QueryError? error),
            error?.ToString());
        QueryStart start = default;
        QueryAnswer? answer = null;
        cloud.Engine.Step(cloud.Engine.Nodes[facade], (PeerNode live, Instant now,
            Outbox outbox) => start = live.Query.Ask(now, query!, outbox));
        Assert.Null(start.Refused);
        cloud.Await(TimeSpan.FromSeconds(4), () => Cloud.Until(
            cloud[facade].Query.TryTake(start.Id, out answer), "the answer"));
        return answer!;
    }

    private static string[] Truth(Func<int, bool> counts) =>
        [.. Enumerable.Range(0, Nodes).Where(counts).GroupBy(NodeRow.RegionOf)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {group.Count()} {group.Sum(i => i + 1)}")];

    private static string[] Shown(QueryAnswer answer) =>
        [.. answer.Rows.Select(row =>
            $"{row[0].Value.AsText} {row[1].Value.AsInt} {row[2].Value.AsNumber}")];

    private sealed class NodeRow(int index, PeerId id) : Row
    {
        public static string RegionOf(int index) => $"region-{index % 7}";

        public override Value this[int column] => Schema.Peers.Columns[column].Name switch
        {
            "peer_id" => Value.Of(id.ToString()),
            "region" => Value.Of(RegionOf(index)),
            "cpu.cores" => Value.Of(index + 1.0),
            _ => Value.Null,
        };
    }
}
