using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using P2PCS.Host.Cli;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Bench;

/// <summary>Queries of a cloud of real peers, compared with what every peer says of itself.
/// </summary>
/// <remarks>The peers read their machine at their start and then no more, so that both sides see
/// the same values.</remarks>
internal sealed class QueryBench(int peers, string profile, BenchReport report)
{
    /// <summary>The query that is measured.</summary>
    public const string Question = "SELECT site, count(*) AS n, avg(load1) AS load, "
        + "percentile(mem.free, 0.9) AS mem FROM peers GROUP BY site";

    private const string Count = "SELECT count(*) FROM peers";
    private const string ReadingsPace = "P2PCS_READINGS";
    private const int Runs = 50;
    private const int SitesMax = 5;
    private const double TreeGoalMs = 500;
    private const double StandingGoalMs = 5;
    private const double StandingError = 0.01;
    private static readonly TimeSpan MeetLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReadingsTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StandingLimit = TimeSpan.FromMinutes(3);

    /// <summary>Measures.</summary>
    /// <returns>Whether all answers are right and in time.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        Environment.SetEnvironmentVariable(ReadingsPace, "12h");
        await using var swarm = new Swarm(
            new PeerProgram(SiteOf), new SwarmOptions(peers, profile), report);
        report.Progress($"starting {peers} peers, profile {profile}");
        await swarm.StartAsync(stop);
        TimeSpan? met = await swarm.MeetAsync(MeetLimit, stop);
        await swarm.WatchAsync(ReadingsTime, stop);
        FacadeClient[] facades = [.. swarm.Members.Select(FacadeOf)];
        try
        {
            QueryTruth truth = await QueryTruth.GatherAsync(facades, stop);
            report.Add("peers", peers, "");
            report.Add("all know all", met?.TotalSeconds, "s");
            bool tree = await MeasureTreeAsync(facades[0].Queries, truth, stop);
            bool standing = await MeasureStandingAsync(facades[0].Queries, stop);
            (int clean, int running) = await swarm.StopAsync();
            report.Add("stopped cleanly", $"{clean} of {running}");
            return tree && standing && met is not null;
        }
        finally
        {
            foreach (FacadeClient facade in facades)
                facade.Dispose();
        }
    }

    // Enough peers in each site that no group is hidden.
    private string[] SiteOf(int number) =>
        ["--site", $"site-{number % Math.Clamp(peers / 5, 1, SitesMax)}", "--region", "bench"];

    private static FacadeClient FacadeOf(Member member) => new(FacadeLocator.Find(
        new FacadeChoice(DataDirectory: member.Slot.Directory), _ => null));

    private async Task<bool> MeasureTreeAsync(
        QueryClient facade, QueryTruth truth, CancellationToken stop)
    {
        var seen = new List<double>();
        var atPeer = new List<double>();
        var messages = new List<double>();
        var coverage = new List<double>();
        var differences = new List<string>();
        for (int run = 0; run <= Runs; run++)
        {
            long started = Stopwatch.GetTimestamp();
            QueryBody answer = (await facade.AskAsync(
                new QueryRequest(Question, Consistency: "tree"), stop)).Body;
            double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

            // An answer of some peers differs from the truth of all; it has to say so.
            if (answer.Coverage.Fraction >= 1)
                differences.AddRange(truth.DifferencesTo(answer));

            // The first run compiles the code that answers.
            if (run == 0)
            {
                report.Add("first answer, coverage", 100 * answer.Coverage.Fraction, "%");
                report.Add("first answer, at the caller", took, "ms");
                continue;
            }

            seen.Add(took);
            atPeer.Add(answer.Cost.Ms);
            messages.Add(answer.Cost.Messages);
            coverage.Add(answer.Coverage.Fraction);
        }

        foreach (string difference in differences.Take(5))
            report.Progress($"differs: {difference}");
        report.Add("runs", Runs, "");
        report.Add(
            "values that differ from the truth at full coverage", differences.Count, "", "goal 0");
        report.Add("coverage, lowest", 100 * coverage.Min(), "%", "goal 100");
        report.Add("messages per answer", messages.Average(), "");
        Add("answer, at the caller", seen, TreeGoalMs);
        Add("answer, at the peer", atPeer, TreeGoalMs);
        return differences.Count == 0 && coverage.Min() >= 1
            && Percentile(seen, 0.95) <= TreeGoalMs;
    }

    private async Task<bool> MeasureStandingAsync(QueryClient facade, CancellationToken stop)
    {
        var request = new QueryRequest(Count, Consistency: "gossip");
        double? settled = await SettleAsync(facade, request, stop);
        report.Add("standing count right after", settled, "s");
        if (settled is null)
            return false;
        var seen = new List<double>();
        var atPeer = new List<double>();
        double age = 0;
        double error = 0;
        for (int run = 0; run < Runs; run++)
        {
            long started = Stopwatch.GetTimestamp();
            QueryBody answer = (await facade.AskAsync(request, stop)).Body;
            seen.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            atPeer.Add(answer.Cost.Ms);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            age = Math.Max(age, (now - answer.AsOf.Oldest).TotalSeconds);
            error = Math.Max(error, ErrorOf(answer));
        }

        Add("standing count, at the caller", seen, null);
        Add("standing count, at the peer", atPeer, StandingGoalMs);
        report.Add("standing count, worst error", 100 * error, "%", "goal 1");
        report.Add("standing count, oldest", age, "s");
        return Percentile(atPeer, 0.95) <= StandingGoalMs && error <= StandingError;
    }

    private async Task<double?> SettleAsync(
        QueryClient facade, QueryRequest request, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StandingLimit)
        {
            try
            {
                if (ErrorOf((await facade.AskAsync(request, stop)).Body) <= StandingError)
                    return Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
            catch (CliException early) when (early.Code is not null)
            {
                report.Progress($"no standing count yet: {early.Message}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }

        return null;
    }

    private double ErrorOf(QueryBody answer) => answer.Rows.Count == 0
        || answer.Rows[0][0].ValueKind != JsonValueKind.Number
            ? 1
            : Math.Abs(answer.Rows[0][0].GetDouble() - peers) / peers;

    private void Add(string name, List<double> times, double? goal)
    {
        report.Add($"{name}, p50", Percentile(times, 0.5), "ms");
        report.Add(
            $"{name}, p95", Percentile(times, 0.95), "ms",
            goal is { } most ? string.Create(CultureInfo.InvariantCulture, $"goal {most}") : "");
    }

    private static double Percentile(List<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Ceiling(share * (sorted.Length - 1))];
    }
}
