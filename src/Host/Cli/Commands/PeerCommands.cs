using System.CommandLine;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs self</c> and <c>p2pcs peers</c>.</summary>
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

    public static Command Peers(Terminal terminal, ClientOptions options)
    {
        var command = new Command("peers", "List the peers it knows, itself included");
        var output = new OutputOption(terminal, command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = options.Connect(parsed);
            output.Show(parsed, await client.PeersAsync(stop), PeerTables.List);
            return ExitCodes.Ok;
        });
        return command;
    }
}
