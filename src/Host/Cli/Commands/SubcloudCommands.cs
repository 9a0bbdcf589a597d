using System.CommandLine;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs subcloud ...</c>: taking machines, looking at them, handing them back.
/// </summary>
internal static class SubcloudCommands
{
    public static Command Build(Terminal terminal, ClientOptions options)
    {
        var command = new Command("subcloud", "Take machines and hand them back")
        {
            Plan(terminal, options),
            Create("create", terminal, options),
            List(terminal, options),
            Describe(terminal, options),
            Members("members", terminal, options),
            Explain(terminal, options),
            Release(terminal, options),
        };
        foreach (Command change in SubcloudChangeCommands.Build(terminal, options))
            command.Add(change);
        return command;
    }

    public static Command Create(string name, Terminal terminal, ClientOptions options)
    {
        var command = new Command(name, "Take machines and wait until they are ready");
        var wanted = new SubcloudOptions(command);
        var key = CliOption.Text(
            "--key", "Idempotency key: asking again, at any facade, takes no more", "KEY");
        command.Add(key);
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await OwnedSubcloud.CreateAsync(
                client, wanted.Read(parsed), parsed.GetValue(key), stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Members(string name, Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var command = new Command(name, "List the machines of a subcloud") { id };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await new SubcloudCalls(client).MembersAsync(parsed.GetValue(id)!, stop);
            output.Show(parsed, answer, SubcloudTables.Members);
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Argument<string> Id() => new("subcloud")
    {
        Description = "Its id, a unique prefix of it, or its name",
    };

    private static Command Plan(Terminal terminal, ClientOptions options)
    {
        var command = new Command(
            "plan", "See whether machines could be had, without taking any; exit code 4 if not");
        var wanted = new SubcloudOptions(command);
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await new SubcloudCalls(client).PlanAsync(wanted.Read(parsed), stop);
            output.Show(parsed, answer, SubcloudTables.Plan);
            return answer.Body.Succeeds ? ExitCodes.Ok : ExitCodes.NoCapacity;
        });
        return command;
    }

    private static Command List(Terminal terminal, ClientOptions options)
    {
        var state = CliOption.Text("--state", "Only those in this state", "STATE");
        var label = CliOption.Text("--label", "Only those with this label", "KEY[=VALUE]");
        var command = new Command("list", "List the subclouds of this facade") { state, label };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await new SubcloudCalls(client).ListAsync(
                parsed.GetValue(state), parsed.GetValue(label), stop);
            output.Show(parsed, answer, SubcloudTables.List);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Describe(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var command = new Command("describe", "Show a subcloud and its members") { id };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.SubcloudAsync(parsed.GetValue(id)!, stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Explain(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var command = new Command("explain", "Say why a subcloud waits or failed") { id };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await new SubcloudCalls(client).ExplainAsync(parsed.GetValue(id)!, stop);
            output.Show(parsed, answer, SubcloudTables.Explain);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Release(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var mode = CliOption.Choice(
            "--mode", "At once, or when its tasks have ended", ["now", "drain"]);
        var command = new Command("release", "Hand a subcloud's machines back") { id, mode };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await new SubcloudCalls(client).ReleaseAsync(
                parsed.GetValue(id)!, parsed.GetValue(mode)!, stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }
}
