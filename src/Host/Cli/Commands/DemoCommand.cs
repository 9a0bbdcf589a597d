using System.CommandLine;
using P2PCS.Host.Demo;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs demo</c>: a small cloud of real peers does a real job.</summary>
internal static class DemoCommand
{
    private const int DefaultPeers = 5;
    private const int PeersMin = 2;
    private const int PeersMax = 50;

    public static Command Build(Terminal terminal)
    {
        var peers = CliOption.Count(
            "--peers",
            $"How many peers; one of them gets killed [{DefaultPeers}]",
            PeersMax,
            PeersMin);
        var input = CliOption.Text("--input", "Files to work on [the program's sources]", "DIR");
        var keep = new Option<bool>("--keep") { Description = "Keep data, logs and results" };
        var unsandboxed = new Option<bool>("--allow-unsandboxed")
        {
            Description = "Go on where no sandbox works: the demo's own commands are harmless",
        };
        var command = new Command("demo", "Start peers, map files, kill a peer, check all results")
        {
            peers, input, keep, unsandboxed,
        };
        command.SetAction((parsed, stop) =>
        {
            var options = new DemoOptions(
                parsed.GetValue(peers) ?? DefaultPeers,
                parsed.GetValue(input),
                parsed.GetValue(keep),
                parsed.GetValue(unsandboxed));
            return new DemoRun(options, terminal).RunAsync(stop);
        });
        return command;
    }
}
