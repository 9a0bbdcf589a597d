using System.CommandLine;
using System.Globalization;
using P2PCS.Simulation.Queries;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim standing</c>: what gossip knows of a large cloud, against the truth.
/// </summary>
internal static class SimStandingCommand
{
    private const int DefaultPeers = 10_000;
    private const int PeersMax = 100_000;
    private const string Calm = "calm";

    public static Command Build(Terminal terminal)
    {
        string[] names = [.. StandingScenario.All.Select(one => one.Name), Calm];
        var peers = CliOption.Count("--peers", $"How many [{DefaultPeers}]", PeersMax, 2);
        var only = CliOption.Choice("--only", "Run this one", names);
        var seed = new Option<ulong?>("--seed") { Description = "Seed [1]", HelpName = "S" };
        var command = new Command(
            "standing", "Standing aggregates with churn and loss, held against the truth")
        {
            peers, only, seed,
        };
        command.SetAction((parsed, stop) =>
        {
            var options = new StandingSwarmOptions
            {
                Peers = parsed.GetValue(peers) ?? DefaultPeers,
                Seed = parsed.GetValue(seed) ?? 1,
            };
            string? name = parsed.GetValue(only);
            TextTable table = NewTable();
            foreach (StandingScenario scenario in StandingScenario.All
                .Where(one => name is null || one.Name == name))
            {
                stop.ThrowIfCancellationRequested();
                Add(table, scenario.Run(options));
            }

            if (name is null or Calm)
                AddCalm(table, StandingScenario.CalmBytesPerSecond(options));
            table.WriteTo(terminal);
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }

    private static TextTable NewTable() => new(
        "RUN", "KNOWN %", "COUNT %", "P95 %", "WORST %", "TOLD %", "HONEST %", "AGE S", "P99",
        "WORST", "SUM/MEAN %", "RANK/TEXT %", "WITHIN %", "B/S");

    private static void AddCalm(TextTable table, double bytes) => table.Row(
        Calm, "", "", "", "", "", "", "", "", "", "", "", "", Number(bytes));

    private static void Add(TextTable table, StandingOutcome outcome)
    {
        foreach (StandingReading reading in outcome.Readings)
        {
            table.Row(
                outcome.Name,
                Percent(reading.Known),
                Percent(reading.CountError.Mean),
                Percent(reading.CountError.High),
                Percent(reading.CountError.Worst),
                Percent(reading.ToldError),
                Percent(reading.Honest),
                Number(reading.Age.Mean),
                Number(reading.Age.High),
                Number(reading.Age.Worst),
                $"{Percent(reading.SumError)} {Percent(reading.MeanError)}",
                $"{Percent(reading.RankError)} {Percent(reading.LabelError)}",
                Percent(reading.Within),
                Number(outcome.BytesPerSecond));
        }
    }

    private static string Percent(double share) =>
        (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double number) =>
        number.ToString("0.0", CultureInfo.InvariantCulture);
}
