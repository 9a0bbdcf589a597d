using System.Text.Json;
using P2PCS.Host.Cli;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Bench;

/// <summary>What every peer says of itself, gathered one by one.</summary>
internal sealed class QueryTruth
{
    private const string Own =
        "SELECT site, load1, mem.free FROM peers WITH consistency = local";

    // A percentile may be off by one percent of the ranks.
    private const double RankSlack = 0.01;
    private const double Share = 0.9;

    private readonly Dictionary<string, List<(double Load, double Mem)>> sites = [];

    /// <summary>Asks every peer for its own row.</summary>
    public static async Task<QueryTruth> GatherAsync(
        IReadOnlyList<FacadeClient> facades, CancellationToken stop)
    {
        var truth = new QueryTruth();
        foreach (FacadeClient facade in facades)
        {
            QueryBody answer = (await facade.Queries.AskAsync(new QueryRequest(Own), stop)).Body;
            IReadOnlyList<JsonElement> row = answer.Rows.Single();
            string site = row[0].GetString()!;
            if (!truth.sites.TryGetValue(site, out List<(double, double)>? peers))
                truth.sites[site] = peers = [];
            peers.Add((row[1].GetDouble(), row[2].GetDouble()));
        }

        return truth;
    }

    /// <summary>What is wrong in an answer to <see cref="QueryBench.Question"/>.</summary>
    public IEnumerable<string> DifferencesTo(QueryBody answer)
    {
        if (answer.Rows.Count != sites.Count)
            yield return $"{answer.Rows.Count} sites, not {sites.Count}";
        foreach (IReadOnlyList<JsonElement> row in answer.Rows)
        {
            string site = row[0].GetString() ?? "";
            if (!sites.TryGetValue(site, out List<(double Load, double Mem)>? peers))
            {
                yield return $"there is no site '{site}'";
                continue;
            }

            if (row[1].GetInt64() != peers.Count)
                yield return $"{site}: {row[1]} peers, not {peers.Count}";
            double load = peers.Average(peer => peer.Load);
            if (Math.Abs(row[2].GetDouble() - load) > 1e-6 * Math.Max(1, load))
                yield return $"{site}: mean load {row[2]}, not {load}";
            double[] mem = [.. peers.Select(peer => peer.Mem).Order()];
            double low = mem[(int)Math.Floor((Share - RankSlack) * (mem.Length - 1))];
            double high = mem[(int)Math.Ceiling((Share + RankSlack) * (mem.Length - 1))];
            if (row[3].GetDouble() < low || row[3].GetDouble() > high)
                yield return $"{site}: memory {row[3]}, not within {low} to {high}";
        }
    }
}
