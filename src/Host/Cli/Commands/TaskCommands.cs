using System.CommandLine;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs task list|describe|logs|results|cancel</c>.</summary>
internal static class TaskCommands
{
    private const int AttemptMax = 1_000_000;

    public static Command Build(Terminal terminal, ClientOptions options) =>
        new("task", "Look after tasks")
        {
            List(terminal, options),
            Describe(terminal, options),
            Logs(terminal, options),
            Results(terminal, options),
            Cancel(terminal, options),
        };

    private static Command List(Terminal terminal, ClientOptions options)
    {
        var subcloud = CliOption.Text("--subcloud", "Only tasks of this subcloud", "S");
        var batch = CliOption.Text("--batch", "Only tasks of this batch", "B");
        var state = CliOption.Text("--state", "Only tasks in this state", "STATE");
        var command = new Command("list", "List the tasks of this facade")
        {
            subcloud, batch, state,
        };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var filter = new TaskFilter(
                parsed.GetValue(subcloud), parsed.GetValue(batch), parsed.GetValue(state));
            output.Show(parsed, await client.TasksAsync(filter, stop), TaskTables.List);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Describe(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var command = new Command("describe", "Show a task and its attempts") { id };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.TaskAsync(parsed.GetValue(id)!, TimeSpan.Zero, stop);
            output.Show(parsed, answer, TaskTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Logs(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var stream = CliOption.Choice("--stream", "Which output", ["stdout", "stderr"]);
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Read on until the attempt ends",
        };
        var attempt = CliOption.Count("--attempt", "Which attempt [the newest]", AttemptMax);
        var command = new Command("logs", "Print a task's output, byte for byte")
        {
            id, stream, follow, attempt,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var request = new LogRequest(
                parsed.GetValue(id)!,
                parsed.GetValue(stream)!,
                parsed.GetValue(follow),
                parsed.GetValue(attempt));
            using var logs = await client.OpenLogsAsync(request, stop);
            await logs.CopyToAsync(terminal.OutputBytes, onCopied: null, stop);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Results(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var name = new Argument<string?>("name")
        {
            Description = "Print this result's bytes instead of the list",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("results", "List a task's results or print one") { id, name };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var task = parsed.GetValue(id)!;
            if (parsed.GetValue(name) is { } wanted)
            {
                using var result = await client.OpenResultAsync(task, wanted, stop);
                await result.CopyToAsync(terminal.OutputBytes, onCopied: null, stop);
                return ExitCodes.Ok;
            }

            output.Show(parsed, await client.ResultsAsync(task, stop), TaskTables.Results);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Cancel(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var command = new Command("cancel", "Cancel a task") { id };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.CancelTaskAsync(parsed.GetValue(id)!, stop);
            output.Show(parsed, answer, TaskTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<string> Id() => new("task") { Description = "Its id" };
}
