using System.CommandLine;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs subcloud create|list|describe|release</c>.</summary>
internal static class SubcloudCommands
{
    private const int CountMax = 1000;

    public static Command Build(Terminal terminal, ClientOptions options) =>
        new("subcloud", "Take machines and hand them back")
        {
            Create(terminal, options),
            List(terminal, options),
            Describe(terminal, options),
            Release(terminal, options),
        };

    private static Command Create(Terminal terminal, ClientOptions options)
    {
        var count = CliOption.Count("--count", "How many machines", CountMax);
        count.Required = true;
        var min = CliOption.Count("--min", "How few will do [--count]", CountMax);
        var ttl = CliOption.Time("--ttl", "How long to keep them [1h]");
        var startWithin = CliOption.Time("--start-within", "How long to look for them [10s]");
        var name = CliOption.Text("--name", "A name to refer to it by", "NAME");
        var command = new Command("create", "Take machines and wait until they are ready")
        {
            count, min, ttl, startWithin, name,
        };
        var resources = new ResourceOptions(command, "machine");
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(min) > parsed.GetValue(count))
            {
                throw new CliException(
                    "--min must not exceed --count",
                    "--min is how few machines will do when --count cannot be had",
                    ExitCodes.Usage);
            }

            using var client = options.Connect(parsed);
            var request = new SubcloudRequest(
                parsed.GetValue(count)!.Value,
                parsed.GetValue(min),
                resources.Read(parsed),
                Text(parsed.GetValue(ttl)),
                Text(parsed.GetValue(startWithin)),
                parsed.GetValue(name));
            var answer = await OwnedSubcloud.CreateAsync(client, request, stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command List(Terminal terminal, ClientOptions options)
    {
        var command = new Command("list", "List the subclouds of this facade");
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            output.Show(parsed, await client.SubcloudsAsync(stop), SubcloudTables.List);
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

    private static Command Release(Terminal terminal, ClientOptions options)
    {
        var id = Id();
        var command = new Command("release", "Hand a subcloud's machines back") { id };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var answer = await client.ReleaseSubcloudAsync(parsed.GetValue(id)!, stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<string> Id() => new("subcloud")
    {
        Description = "Its id, a unique prefix of it, or its name",
    };

    private static string? Text(TimeSpan? duration) =>
        duration is { } given ? Duration.Format(given) : null;
}
