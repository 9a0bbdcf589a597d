using System.CommandLine;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs self</c>, <c>p2pcs peers</c>, <c>p2pcs peer list</c>
/// and <c>p2pcs peer ban</c>.</summary>
internal static class PeerCommands
{
    public static Command Self(Terminal terminal, ClientOptions options)
    {
        var command = new Command("self", "Show the peer itself: offer, leases, traffic");
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            output.Show(parsed, await client.SelfAsync(stop), PeerTables.Self);
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Peer(Terminal terminal, ClientOptions options)
    {
        var id = new Argument<string>("id")
        {
            Description = "The peer's id, or a prefix that only its id has",
        };
        var ban = new Command("ban", "Ban a peer from the cloud for good") { id };
        ban.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            var banned = await client.BanAsync(parsed.GetValue(id)!, stop);
            terminal.Output.WriteLine($"banned {banned.Body.Id}");
            if ((await client.SelfAsync(stop)).Body.Cloud is { Open: false })
            {
                terminal.Error.WriteLine(
                    "note: it still knows the cloud's key; 'p2pcs key rotate' at the peer with "
                        + "the root key makes a new one that it does not get");
            }

            return ExitCodes.Ok;
        });
        return new Command("peer", "List peers, and say who may stay in the cloud")
        {
            List("list", terminal, options), ban,
        };
    }

    public static Command Peers(Terminal terminal, ClientOptions options) =>
        List("peers", terminal, options);

    private static Command List(string name, Terminal terminal, ClientOptions options)
    {
        var filter = new PeerFilter();
        var command = new Command(
            name, "List the peers it knows, itself included; --where asks the whole cloud");
        filter.AddTo(command);
        var output = new OutputOption(terminal, command, "wide", "csv");
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            string how = output.Read(parsed);
            if (filter.Query(parsed, isWide: how == "wide") is { } sql)
            {
                var request = new Rest.Bodies.QueryRequest(sql);
                return QueryCommand.Show(
                    terminal, parsed, output, await client.Queries.AskAsync(request, stop));
            }

            if (how == "csv")
            {
                throw new CliException(
                    "the list of known peers is no table of values",
                    "use -o json, or ask by --where or 'p2pcs query ... -o csv'",
                    ExitCodes.Usage);
            }

            output.Show(parsed, await client.PeersAsync(stop), how == "wide"
                ? PeerTables.Wide
                : PeerTables.List);
            return ExitCodes.Ok;
        });
        return command;
    }
}
