using System.CommandLine;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Commands;

/// <summary>The verbs of the article and of EC2, as other names for what <c>subcloud</c> does.
/// </summary>
/// <remarks>Source: Babaoglu, Marzolla, Tamburini, "Design and implementation of a P2P Cloud
/// system", SAC 2012, section 4.</remarks>
internal static class NodeAliases
{
    public static IEnumerable<Command> Build(Terminal terminal, ClientOptions options) =>
        [
            SubcloudCommands.Create("run-nodes", terminal, options),
            AddNewNodes(terminal, options),
            SubcloudCommands.Members("describe-instances", terminal, options),
            SubcloudChangeCommands.Terminate("terminate-nodes", terminal, options),
            SubcloudChangeCommands.Events("monitor-instances", terminal, options),
            UnmonitorInstances(options),
        ];

    private static Command AddNewNodes(Terminal terminal, ClientOptions options)
    {
        var id = SubcloudCommands.Id();
        var count = CliOption.Count(
            "--count", "How many more machines", SubcloudOptions.CountMax);
        count.Required = true;
        var command = new Command("add-new-nodes", "Add machines to a subcloud") { id, count };
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var name = parsed.GetValue(id)!;
            var now = await client.SubcloudAsync(name, stop);
            var change = new SubcloudChange(now.Body.Requested + parsed.GetValue(count));
            var answer = await new SubcloudCalls(client).ChangeAsync(name, change, stop);
            output.Show(parsed, answer, SubcloudTables.One);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command UnmonitorInstances(ClientOptions options)
    {
        var id = SubcloudCommands.Id();
        var command = new Command(
            "unmonitor-instances", "End everything that monitors a subcloud")
        {
            id,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            await new SubcloudCalls(client).CloseEventsAsync(parsed.GetValue(id)!, stop);
            return ExitCodes.Ok;
        });
        return command;
    }
}
