using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using P2PCS.Host.Cli.Commands;

namespace P2PCS.Host.Cli;

/// <summary>The program's command line: parses, runs, and turns every end into a code.</summary>
public static class CommandLine
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } = typeof(CommandLine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="stop">Asks the command to clean up and end.</param>
    /// <returns>The exit code; never throws for what a user or a peer can cause.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, StopSignal stop)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(stop);
        var root = Root(terminal);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction or null)
            return Refuse(parsed, terminal);
        try
        {
            return await parsed.InvokeAsync(Invocation(terminal), stop.Token);
        }
        catch (OperationCanceledException) when (stop.ExitCode != 0)
        {
            return stop.ExitCode;
        }
        catch (CliException e)
        {
            terminal.Error.WriteLine($"error: {e.Message}");
            if (e.Excerpt is not null) terminal.Error.WriteLine(e.Excerpt);
            if (e.Hint is not null) terminal.Error.WriteLine($"hint: {e.Hint}");
            return e.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"error: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCodes.Failed;
        }
        catch (Exception e)
        {
            var line = e.Message.ReplaceLineEndings(" ");
            terminal.Error.WriteLine($"error: unexpected {e.GetType().Name}: {line}");
            return ExitCodes.Internal;
        }
    }

    private static InvocationConfiguration Invocation(Terminal terminal) => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = terminal.Output,
        Error = terminal.Error,
    };

    private static RootCommand Root(Terminal terminal)
    {
        var options = new ClientOptions(terminal);
        var root = new RootCommand("A cloud of volunteers' machines with no server.");
        root.Directives.Clear();
        options.AddTo(root);
        foreach (var option in root.Options.OfType<VersionOption>())
            option.Action = new VersionAction(terminal);
        root.Add(UpCommand.Build(terminal, options));
        root.Add(PeerCommands.Self(terminal, options));
        root.Add(PeerCommands.Peers(terminal, options));
        root.Add(SlicesCommand.Build(terminal, options));
        root.Add(PeerCommands.Peer(terminal, options));
        root.Add(QueryCommand.Build(terminal, options));
        root.Add(TopCommand.Build(terminal, options));
        root.Add(InviteCommands.Build(terminal, options));
        root.Add(KeyCommand.Build(terminal, options));
        root.Add(SubcloudCommands.Build(terminal, options));
        foreach (var alias in NodeAliases.Build(terminal, options))
        {
            alias.Hidden = true;
            root.Add(alias);
        }

        foreach (var owner in DrainCommands.Build(terminal, options))
            root.Add(owner);
        root.Add(RunCommand.Build(terminal, options));
        root.Add(MapCommand.Build(terminal, options));
        root.Add(TaskCommands.Build(terminal, options));
        root.Add(DemoCommand.Build(terminal));
        root.Add(SimCommand.Build(terminal));
        root.Add(BenchCommand.Build(terminal));
        root.Add(VersionAction.Command(terminal));
        return root;
    }

    private static int Refuse(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens.Count > 0;
        foreach (var error in parsed.Errors)
        {
            // With a mistyped command, "a command is required" would only distract.
            if (unknown && parsed.Errors.Count > 1 && error.SymbolResult == parsed.CommandResult
                && !error.Message.Contains('\''))
            {
                continue;
            }

            terminal.Error.WriteLine($"error: {Tokens.Hide(error.Message.TrimEnd())}");
        }

        var path = Path(command);
        var names = command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);
        var known = string.Join(", ", names);
        terminal.Error.WriteLine(known.Length > 0
            ? $"hint: commands are {known}; see {path} --help"
            : $"hint: see {path} --help");
        return ExitCodes.Usage;
    }

    private static string Path(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? "p2pcs" : $"{Path(parent)} {command.Name}";
    }
}
