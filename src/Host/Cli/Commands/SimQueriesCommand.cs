using System.CommandLine;
using System.Globalization;
using P2PCS.Simulation.Queries;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim queries</c>: one-shot queries over a simulated cloud.</summary>
internal static class SimQueriesCommand
{
    private const int PeersMax = 16_000;

    public static Command Build(Terminal terminal)
    {
        var size = CliOption.Count("--size", "Peers [10000]", PeersMax, 2);
        var queries = CliOption.Count("--queries", "Queries of each trial [20]", 10_000);
        var seed = new Option<ulong?>("--seed")
        {
            Description = "Where all randomness comes from [1]",
            HelpName = "S",
        };
        var command = new Command(
            "queries", "Time, cost and coverage of queries, calm and under churn and loss")
        {
            size, queries, seed,
        };
        command.SetAction((parsed, stop) =>
        {
            ulong first = parsed.GetValue(seed) ?? 1;
            terminal.Output.WriteLine(
                "trial                                     p95 ms  msg/peer  coverage"
                + "  least  wrong by  value off  twice");
            foreach (QueryTrial trial in QueryTrials.All(
                parsed.GetValue(size) ?? 10_000, parsed.GetValue(queries) ?? 20))
            {
                stop.ThrowIfCancellationRequested();
                QueryFigures figures = trial.Run(first);
                terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{figures.Name,-40} {figures.P95Milliseconds,7:F0} "
                    + $"{figures.MessagesPerPeer,9:F2} {figures.MeanCoverage,9:P2} "
                    + $"{figures.LeastCoverage,6:P1} {figures.CoverageError,8:P2}  "
                    + $"{figures.ValueError?.Most,9:P2}  {figures.Audit?.Wrong,5}"));
            }

            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }
}
