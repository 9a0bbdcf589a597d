using System.CommandLine;
using System.Globalization;
using P2PCS.Host.Fuzzing;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs sim fuzz</c>: changed inputs for every reader of bytes from outside.
/// </summary>
internal static class FuzzCommand
{
    private const int DefaultMinutes = 1;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    public static Command Build(Terminal terminal)
    {
        var minutes = CliOption.Count("--minutes", $"How long [{DefaultMinutes}]", 7 * 24 * 60);
        var inputs = CliOption.Count(
            "--inputs", "Instead of a time: how many inputs for each reader", int.MaxValue);
        var seed = new Option<ulong?>("--seed")
        {
            Description = "Where all changes come from [the clock]",
            HelpName = "N",
        };
        var target = new Option<string?>("--target")
        {
            Description = "Only this reader",
            HelpName = "NAME",
        };
        var command = new Command(
            "fuzz", "Feed every decoder with changed inputs: none may throw or allocate much")
        {
            minutes, inputs, seed, target,
        };
        command.SetAction((parsed, stop) =>
        {
            ulong first = parsed.GetValue(seed)
                ?? (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            using var targets = new FuzzTargets(first);
            FuzzRun run = Choose(targets, parsed.GetValue(target), first);
            terminal.Error.WriteLine($"fuzz: seed {first}");
            FuzzFailure? failure = parsed.GetValue(inputs) is { } most
                ? run.Run(most)
                : Run(run, TimeSpan.FromMinutes(
                    parsed.GetValue(minutes) ?? DefaultMinutes), terminal, stop);
            return Task.FromResult(Tell(run, failure, first, terminal));
        });
        return command;
    }

    private static FuzzRun Choose(FuzzTargets targets, string? name, ulong seed)
    {
        FuzzTarget[] chosen = [.. targets.All.Where(one => name is null || one.Name == name)];
        return chosen.Length > 0 ? new FuzzRun(chosen, seed) : throw new CliException(
            $"there is no reader '{name}'",
            $"they are {string.Join(", ", targets.All.Select(one => one.Name))}",
            ExitCodes.Usage);
    }

    private static FuzzFailure? Run(
        FuzzRun run, TimeSpan limit, Terminal terminal, CancellationToken stop)
    {
        TimeSpan report = ReportEvery;
        while (run.Elapsed < limit && !stop.IsCancellationRequested)
        {
            if (run.Step() is { } failure)
                return failure;
            if (run.Elapsed < report)
                continue;
            report += ReportEvery;
            terminal.Error.WriteLine($"fuzz: {Speed(run)}");
        }

        return null;
    }

    private static int Tell(FuzzRun run, FuzzFailure? failure, ulong seed, Terminal terminal)
    {
        var table = new TextTable("READER", "INPUTS", "MOST ALLOCATED");
        foreach ((string name, long inputs, long most) in run.Results)
        {
            table.Row(
                name,
                inputs.ToString(CultureInfo.InvariantCulture),
                $"{most.ToString(CultureInfo.InvariantCulture)} B");
        }

        table.WriteTo(terminal);
        terminal.Output.WriteLine(
            $"fuzz: seed {seed}, {Speed(run)}, {(failure is null ? "no failure" : "failed")}");
        if (failure is null)
            return ExitCodes.Ok;
        terminal.Error.WriteLine($"error: {failure.Target}: {failure.Reason}");
        terminal.Error.WriteLine($"input: {Convert.ToHexStringLower(failure.Input)}");
        terminal.Error.WriteLine($"hint: again with: {failure.Replay}");
        return ExitCodes.Failed;
    }

    private static string Speed(FuzzRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Inputs} inputs in {run.Elapsed.TotalSeconds:0.0} s, {run.InputsPerSecond:0}/s");
}
