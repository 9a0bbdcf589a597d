using System.CommandLine;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs subcloud scale|renew|terminate|events</c>.</summary>
internal static class SubcloudChangeCommands
{
    public static IEnumerable<Command> Build(Terminal terminal, ClientOptions options) =>
        [
            Scale(terminal, options), Renew(terminal, options),
            Terminate("terminate", terminal, options), Events("events", terminal, options),
        ];

    public static Command Terminate(string name, Terminal terminal, ClientOptions options)
    {
        var id = SubcloudCommands.Id();
        var peers = new Argument<string[]>("peers")
        {
            Description = "Ids of members, or prefixes of them",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(name, "Hand single machines of a subcloud back for good")
        {
            id, peers,
        };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            Answer<SubcloudBody>? answer = null;
            foreach (var peer in parsed.GetValue(peers)!)
            {
                answer = await new SubcloudCalls(client).TerminateAsync(
                    parsed.GetValue(id)!, peer, stop);
            }

            output.Show(parsed, answer!, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Events(string name, Terminal terminal, ClientOptions options)
    {
        var id = SubcloudCommands.Id();
        var since = CliOption.Text("--since", "Go on after the event with this id", "ID");
        var command = new Command(
            name, "Print what happens to a subcloud, one line of JSON each, until it ends")
        {
            id, since,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            using var events = await new SubcloudCalls(client).OpenEventsAsync(
                parsed.GetValue(id)!, parsed.GetValue(since), stop);
            await events.CopyToAsync(terminal.OutputBytes, onCopied: null, stop);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Scale(Terminal terminal, ClientOptions options)
    {
        var id = SubcloudCommands.Id();
        var count = CliOption.Count(
            "--count", "How many machines from now on", SubcloudOptions.CountMax);
        count.Required = true;
        var min = CliOption.Count(
            "--min", "How few will do [as before, or the count]", SubcloudOptions.CountMax);
        var command = new Command(
            "scale", "Change how many machines a subcloud has; the others are left alone")
        {
            id, count, min,
        };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var change = new SubcloudChange(parsed.GetValue(count), parsed.GetValue(min));
            var answer = await new SubcloudCalls(client).ChangeAsync(
                parsed.GetValue(id)!, change, stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Renew(Terminal terminal, ClientOptions options)
    {
        var id = SubcloudCommands.Id();
        var ttl = CliOption.Time("--ttl", "How long to keep it from now on [1h]");
        var command = new Command("renew", "Keep a subcloud longer") { id, ttl };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            string time = SubcloudOptions.Text(parsed.GetValue(ttl)) ?? "1h";
            var answer = await new SubcloudCalls(client).RenewAsync(
                parsed.GetValue(id)!, time, stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }
}
