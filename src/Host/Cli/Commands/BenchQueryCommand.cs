using System.CommandLine;
using P2PCS.Host.Bench;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs bench query</c>.</summary>
internal static class BenchQueryCommand
{
    private const int PeersDefault = 50;

    public static Command Build(Terminal terminal)
    {
        var peers = CliOption.Count("--peers", "How many peers [50]", 300, 5);
        var profile = BenchCloudCommands.Profile("lan");
        var output = BenchCloudCommands.Output();
        var command = new Command(
            "query", "Ask a cloud of real peers, and compare with what each says of itself")
        {
            peers, profile, output,
        };
        command.SetAction((parsed, stop) => BenchCloudCommands.RunAsync(
            "query",
            terminal,
            parsed,
            output,
            report => new QueryBench(
                parsed.GetValue(peers) ?? PeersDefault, parsed.GetValue(profile)!, report)
                .RunAsync(stop),
            stop));
        return command;
    }
}
