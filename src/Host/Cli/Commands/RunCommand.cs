using System.CommandLine;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs run</c>: one command on one machine, as if it ran here.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(10);

    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var program = CliOption.Program();
        var subcloud = CliOption.Text(
            "--subcloud", "Run on this subcloud [one machine, taken for the task]", "S");
        var maxRuntime = CliOption.Time("--max-runtime", "Kill it after this long [1h]");
        var command = new Command("run", "Run a command elsewhere and answer its exit code")
        {
            program, subcloud, maxRuntime,
        };
        var resources = new ResourceOptions(command, "task");
        command.SetAction(async (parsed, stop) =>
        {
            var words = CliOption.ReadProgram(parsed, program);
            using var client = options.Connect(parsed);
            var limit = parsed.GetValue(maxRuntime);
            var request = new TaskRequest(
                words,
                parsed.GetValue(subcloud),
                Resources: resources.Read(parsed),
                MaxRuntime: limit is { } given ? Duration.Format(given) : null);
            return await RunAsync(client, terminal, request, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        FacadeClient client, Terminal terminal, TaskRequest request, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();

        // Not cancelled: only the answer tells the id by which to cancel the task.
        var task = (await client.SubmitAsync(request, CancellationToken.None)).Body;
        try
        {
            task = await new TaskFollower(client, terminal).FollowAsync(task, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(CancelLimit);
            await client.CancelTaskAsync(task.Id, limit.Token);
            await terminal.Error.WriteLineAsync($"p2pcs: cancelled {task.Id}");
            throw;
        }

        if (task.ExitCode is null && !TaskStates.IsSucceeded(task))
        {
            var code = TaskStates.ExitCode(task);
            throw new CliException(
                $"the task {task.Id} was not completed: {TaskStates.Ending(task)}",
                code == ExitCodes.NoCapacity
                    ? $"see p2pcs task describe {task.Id} and p2pcs peers; lower --cpu or --mem"
                    : $"see p2pcs task describe {task.Id}",
                code);
        }

        return TaskStates.ExitCode(task);
    }
}
