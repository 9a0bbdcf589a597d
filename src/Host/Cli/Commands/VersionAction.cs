using System.CommandLine;
using System.CommandLine.Invocation;

namespace P2PCS.Host.Cli.Commands;

/// <summary><c>p2pcs version</c> and <c>p2pcs --version</c>.</summary>
internal sealed class VersionAction(Terminal terminal) : SynchronousCommandLineAction
{
    public static Command Command(Terminal terminal) =>
        new("version", "Print the version") { Action = new VersionAction(terminal) };

    public override int Invoke(ParseResult parseResult)
    {
        terminal.Output.WriteLine($"p2pcs {CommandLine.Version}");
        return ExitCodes.Ok;
    }
}
