using System.CommandLine;
using System.Globalization;
using P2PCS.Simulation.Slices;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim slices</c>: what the peers of a large cloud know of their ranks, against
/// the truth.</summary>
internal static class SimSlicesCommand
{
    private const int DefaultPeers = 10_000;
    private const int PeersMax = 100_000;
    private const int DefaultEpochs = 4;
    private const int EpochsMax = 50;

    public static Command Build(Terminal terminal)
    {
        string[] names = [.. SliceScenario.All.Select(one => one.Name)];
        var peers = CliOption.Count("--peers", $"How many [{DefaultPeers}]", PeersMax, 2);
        var epochs = CliOption.Count("--epochs", $"How many [{DefaultEpochs}]", EpochsMax, 1);
        var only = CliOption.Choice("--only", "Run this one", names);
        var seed = new Option<ulong?>("--seed") { Description = "Seed [1]", HelpName = "S" };
        var command = new Command(
            "slices", "Slices by rank with churn and loss, held against the truth")
        {
            peers, epochs, only, seed,
        };
        command.SetAction((parsed, stop) =>
        {
            var options = new SliceSwarmOptions
            {
                Peers = parsed.GetValue(peers) ?? DefaultPeers,
                Seed = parsed.GetValue(seed) ?? 1,
            };
            string? name = parsed.GetValue(only);
            TextTable table = NewTable();
            foreach (SliceScenario scenario in SliceScenario.All
                .Where(one => name is null || one.Name == name))
            {
                stop.ThrowIfCancellationRequested();
                Add(table, scenario.Run(options, parsed.GetValue(epochs) ?? DefaultEpochs));
            }

            table.WriteTo(terminal);
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }

    private static TextTable NewTable() => new(
        "RUN", "EPOCH", "ATTRIBUTE", "KNOWN %", "SAMPLED %", "WRONG TENTH %", "STEADY %",
        "SAMPLED WRONG %", "RANK %", "WORST %", "HONEST %", "BOUNDARY %", "TOP TENTH %",
        "OF THEM WRONG %", "B/S");

    private static void Add(TextTable table, SliceOutcome outcome)
    {
        foreach ((int epoch, SliceReading reading) in outcome.Readings)
        {
            table.Row(
                outcome.Name,
                epoch.ToString(CultureInfo.InvariantCulture),
                reading.Attribute,
                Percent(reading.Known),
                Percent(reading.Sampled),
                Percent(reading.Misassigned),
                Percent(reading.Held),
                Percent(reading.SampledWrong),
                Percent(reading.RankError.Mean),
                Percent(reading.RankError.Worst),
                Percent(reading.Honest),
                Percent(reading.Boundary),
                Percent(reading.Top),
                Percent(reading.TopWrong),
                outcome.BytesPerSecond.ToString("0", CultureInfo.InvariantCulture));
        }
    }

    private static string Percent(double share) =>
        (100 * share).ToString("0.000", CultureInfo.InvariantCulture);
}
