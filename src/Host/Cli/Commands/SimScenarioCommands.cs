using System.CommandLine;
using System.Text;
using P2PCS.Host.Sim;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim list</c> and <c>p2pcs sim run</c>: scenario files and their reports.
/// </summary>
internal static class SimScenarioCommands
{
    public static Command List(Terminal terminal)
    {
        var command = new Command("list", "Scenarios that come with the program");
        command.SetAction(_ =>
        {
            ScenarioTables.List(ShippedScenarios.Names
                .Select(name => ShippedScenarios.Load(name).Scenario!)).WriteTo(terminal);
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Run(Terminal terminal)
    {
        var source = new Argument<string>("scenario")
        {
            Description = "A name of `sim list`, or a file that ends in .conf",
            HelpName = "NAME|FILE.conf",
        };
        var size = CliOption.Count("--size", "Nodes, instead of the file's",
            Scenario.MaxSize, 2);
        var cycles = CliOption.Count("--cycles", "Cycles, instead of the file's",
            Scenario.MaxCycles);
        var threads = CliOption.Count("--threads", "Threads, instead of the file's", 1024);
        var seed = new Option<ulong?>("--seed")
        {
            Description = "First seed, instead of the file's",
            HelpName = "S",
        };
        var csv = CliOption.Text("--csv", "Write all measures to this file", "FILE");
        var html = CliOption.Text("--html", "Write a report with plots to this file", "FILE");
        var output = CliOption.Choice("-o", "How to show it", ["table", "json"]);
        var command = new Command("run", "Run a scenario; 1 if an expectation is missed")
        {
            source, size, cycles, seed, threads, csv, html, output,
        };
        command.SetAction(async (parsed, stop) =>
        {
            (Scenario scenario, string text) = await LoadAsync(parsed.GetValue(source)!, stop);
            scenario = scenario with
            {
                Size = parsed.GetValue(size) ?? scenario.Size,
                Cycles = parsed.GetValue(cycles) ?? scenario.Cycles,
                Seed = parsed.GetValue(seed) ?? scenario.Seed,
                Threads = parsed.GetValue(threads) ?? scenario.Threads,
            };
            CheckSize(scenario);
            ScenarioOutcome outcome = Execute(terminal, scenario, stop);
            bool isJson = parsed.GetValue(output) == "json";
            await WriteAsync(parsed.GetValue(csv), ScenarioCsv.Write(outcome), stop);
            await WriteAsync(parsed.GetValue(html),
                new HtmlReport(outcome, text, CommandLine.Version).Write(), stop);
            Show(terminal, outcome, isJson);
            return outcome.Passed ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    // The last line stays on the error stream, as the bar goes away.
    private static ScenarioOutcome Execute(
        Terminal terminal, Scenario scenario, CancellationToken stop)
    {
        (ScenarioOutcome outcome, string line) = SimProgress.Show(
            terminal, scenario.Name, scenario.Cycles * scenario.Repeat,
            progress => (ScenarioBatch.Run(scenario, progress.Ran, stop), progress.Line()));
        terminal.Error.WriteLine(line);
        return outcome;
    }

    private static void Show(Terminal terminal, ScenarioOutcome outcome, bool isJson)
    {
        if (isJson)
        {
            terminal.Output.WriteLine(ScenarioJson.Write(outcome));
            return;
        }

        ScenarioTables.Measures(outcome).WriteTo(terminal);
        if (outcome.Checks.Count > 0)
        {
            terminal.Output.WriteLine();
            ScenarioTables.Checks(outcome).WriteTo(terminal);
        }
    }

    private static async Task<(Scenario Scenario, string Text)> LoadAsync(
        string source, CancellationToken stop)
    {
        bool isShipped = ShippedScenarios.Names.Contains(source);
        if (!isShipped && !source.EndsWith(".conf", StringComparison.Ordinal))
        {
            throw new CliException(
                $"no scenario is called '{source}'",
                $"known are {string.Join(", ", ShippedScenarios.Names)}; or name a .conf file",
                ExitCodes.Usage);
        }

        byte[] bytes = isShipped
            ? ShippedScenarios.Read(source)
            : await File.ReadAllBytesAsync(source, stop);
        ScenarioReading reading = ScenarioReader.Read(
            isShipped ? $"{source}.conf" : source, bytes);
        return reading.Scenario is { } scenario
            ? (scenario, Encoding.UTF8.GetString(bytes))
            : throw new CliException(
                string.Join('\n', reading.Problems), "nothing was run", ExitCodes.Usage);
    }

    private static void CheckSize(Scenario scenario)
    {
        if (scenario.IsTooLarge)
        {
            throw new CliException(
                $"there is no room for {scenario.Size + scenario.Spare} nodes",
                $"use --size for up to {scenario.MaxRows}", ExitCodes.Usage);
        }

        if (scenario.Protocol.View < scenario.Size)
            return;
        throw new CliException(
            $"views of {scenario.Protocol.View} need more than {scenario.Size} nodes",
            $"use --size from {scenario.Protocol.View + 1}", ExitCodes.Usage);
    }

    private static async Task WriteAsync(string? file, string text, CancellationToken stop)
    {
        if (file is not null)
            await File.WriteAllTextAsync(file, text, stop);
    }
}
