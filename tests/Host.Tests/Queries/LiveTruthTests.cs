using System.Text.Json;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Tests.EndToEnd;

namespace P2PCS.Host.Tests.Queries;

[Collection("end to end, own peers")]
public sealed class LiveTruthTests
{
    private const int Peers = 5;

    [Fact]
    public async Task Groups_of_the_cloud_are_what_every_peer_says_of_itself()
    {
        using var root = new LiveDirectory();
        var peers = new List<LivePeer>();
        try
        {
            await StartAsync(root, peers);
            List<(string Region, double Load, long Mem)> truth = [];
            foreach (LivePeer peer in peers)
            {
                QueryBody own = await AskAsync(
                    peer, "SELECT region, load1, mem.total FROM peers WITH consistency = local");
                IReadOnlyList<JsonElement> row = Assert.Single(own.Rows);
                truth.Add((row[0].GetString()!, row[1].GetDouble(), row[2].GetInt64()));
            }

            QueryBody sites = await AskAsync(peers[2],
                "SELECT site, count(*), avg(load1), sum(mem.total) FROM peers GROUP BY site "
                + "WITH consistency = tree");
            Assert.Equal((Peers, 1.0), (sites.Coverage.Answered, sites.Coverage.Fraction));
            Check(Assert.Single(sites.Rows), "it-bo", truth);
            QueryBody regions = await AskAsync(peers[4],
                "SELECT region, count(*), avg(load1), sum(mem.total) FROM peers "
                + "GROUP BY region ORDER BY region WITH consistency = tree");
            Assert.Equal(2, regions.Rows.Count);
            foreach (IReadOnlyList<JsonElement> row in regions.Rows)
            {
                string region = row[0].GetString()!;
                Check(row, region, [.. truth.Where(one => one.Region == region)]);
            }

            QueryBody labels = await AskAsync(peers[0],
                "SELECT label['rack'] AS rack, count(*) FROM peers GROUP BY rack ORDER BY rack "
                + "WITH consistency = tree");
            Assert.Equal(
                Enumerable.Range(0, Peers).Select(i => $"r{i}"),
                labels.Rows.Select(row => row[0].GetString()));
        }
        finally
        {
            peers.ForEach(peer => peer.Dispose());
        }
    }

    [Fact]
    public async Task Few_peers_of_a_site_are_not_shown_apart()
    {
        using LiveCloud cloud = await LiveCloud.StartAsync(
            3, false, "--cpu", "1", "--mem", "512MiB", "--site", "small");
        QueryBody answer = await AskAsync(cloud[0],
            "SELECT site, count(*) FROM peers GROUP BY site WITH consistency = tree");
        Assert.Empty(answer.Rows);
        Assert.True(answer.Truncated);
    }

    // The machine is read once, so that both sides see the same values.
    private static async Task StartAsync(LiveDirectory root, List<LivePeer> peers)
    {
        string? token = null;
        for (int i = 0; i < Peers; i++)
        {
            string[] words =
            [
                "--cpu", "1", "--mem", "512MiB", "--site", "it-bo",
                "--region", i < 2 ? "eu" : "us", "--label", $"rack=r{i}",
            ];
            if (token is not null)
                words = [.. words, "--join", token];
            peers.Add(await LivePeer.StartAsync(
                root.At($"peer{i}"), [("P2PCS_READINGS", "1h")], words));
            token ??= await peers[0].InviteAsync(new InviteRequest(Uses: 0));
        }

        await Until.TrueAsync("all see all, and have read their machine twice", 30, async () =>
        {
            foreach (LivePeer peer in peers)
            {
                QueryBody own = await AskAsync(
                    peer, "SELECT cpu.free FROM peers WITH consistency = local");
                if (own.Rows[0][0].ValueKind == JsonValueKind.Null
                    || (await peer.PeersAsync()).Count(p => p.State == "alive") != Peers)
                {
                    return false;
                }
            }

            return true;
        });
    }

    private static void Check(
        IReadOnlyList<JsonElement> row,
        string name,
        List<(string Region, double Load, long Mem)> truth)
    {
        Assert.Equal(name, row[0].GetString());
        Assert.Equal(truth.Count, row[1].GetInt32());
        Assert.Equal(truth.Average(one => one.Load), row[2].GetDouble(), 6);
        Assert.Equal((double)truth.Sum(one => one.Mem), row[3].GetDouble(), 1.0);
    }

    private static async Task<QueryBody> AskAsync(LivePeer peer, string sql) =>
        (await peer.Client.Queries.AskAsync(new QueryRequest(sql), CancellationToken.None)).Body;
}
