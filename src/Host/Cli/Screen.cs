using Spectre.Console;

namespace P2PCS.Host.Cli;

/// <summary>Spectre's console on our terminal.</summary>
internal static class Screen
{
    public static IAnsiConsole Of(Terminal terminal) => AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Output) });
}
