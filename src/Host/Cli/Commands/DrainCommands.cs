using System.CommandLine;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs drain</c>, <c>resume</c> and <c>revoke</c>: what a machine's owner decides.
/// </summary>
internal static class DrainCommands
{
    public static IEnumerable<Command> Build(Terminal terminal, ClientOptions options) =>
        [Drain(terminal, options), Resume(terminal, options), Revoke(terminal, options)];

    private static Command Drain(Terminal terminal, ClientOptions options)
    {
        var deadline = CliOption.Time(
            "--deadline", "End what is left after this [leave it to customers]");
        var command = new Command("drain", "Take no new work; customers are asked to leave")
        {
            deadline,
        };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await new SubcloudCalls(client).DrainAsync(
                SubcloudOptions.Text(parsed.GetValue(deadline)), stop);
            output.Show(parsed, answer, SubcloudTables.Drain);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Resume(Terminal terminal, ClientOptions options)
    {
        var command = new Command("resume", "Take work again after 'drain'");
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            output.Show(
                parsed, await new SubcloudCalls(client).ResumeAsync(stop), SubcloudTables.Drain);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Revoke(Terminal terminal, ClientOptions options)
    {
        var fence = new Argument<string?>("fence")
        {
            Description = "The lease's fence, EPOCH.COUNTER, or 'all'; without it they are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("revoke", "End leases of this machine at once") { fence };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var calls = new SubcloudCalls(client);
            if (parsed.GetValue(fence) is not { } wanted)
            {
                output.Show(parsed, await calls.LeasesAsync(stop), SubcloudTables.Leases);
                return ExitCodes.Ok;
            }

            string[] fences = wanted == "all"
                ? [.. (await calls.LeasesAsync(stop)).Body.Select(lease => lease.Fence)]
                : [wanted];
            foreach (var each in fences)
                await calls.RevokeAsync(each, stop);
            return ExitCodes.Ok;
        });
        return command;
    }
}
