namespace P2PCS.Host.Cli;

/// <summary>Shows one text after the other: in the same place on a terminal, else below each
/// other.</summary>
/// <param name="terminal">Where to.</param>
internal sealed class Redraw(Terminal terminal)
{
    private const string Home = "\e[H";
    private const string ClearRest = "\e[J";
    private const string ClearAll = "\e[2J";

    private bool hasDrawn;

    /// <summary>Shows the next text.</summary>
    /// <param name="draw">Writes it, to a terminal like this one.</param>
    public void Next(Action<Terminal> draw)
    {
        using var text = new StringWriter();
        draw(terminal with { Output = text });
        if (terminal.IsInteractive)
            terminal.Output.Write(hasDrawn ? Home + ClearRest : ClearAll + Home);
        else if (hasDrawn)
            terminal.Output.WriteLine();
        terminal.Output.Write(text.ToString());
        terminal.Output.Flush();
        hasDrawn = true;
    }
}
