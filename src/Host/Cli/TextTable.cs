using Spectre.Console;

namespace P2PCS.Host.Cli;

/// <summary>A small table: boxed on a terminal, aligned columns when piped.</summary>
public sealed class TextTable
{
    private const string Gap = "  ";

    private readonly string[] headers;
    private readonly List<string[]> rows = [];

    /// <summary>Makes an empty table.</summary>
    /// <param name="headers">One per column; all empty for a table without a head.</param>
    public TextTable(params string[] headers) => this.headers = headers;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One per column; an empty or null one shows as <c>-</c>.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ArgumentException">The number of cells is wrong.</exception>
    public TextTable Row(params string?[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != headers.Length)
            throw new ArgumentException($"{headers.Length} cells expected", nameof(cells));
        rows.Add([.. cells.Select(cell => string.IsNullOrEmpty(cell) ? "-" : cell)]);
        return this;
    }

    /// <summary>Writes the table; nothing is cut to a width when piped.</summary>
    /// <param name="terminal">Where to.</param>
    public void WriteTo(Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        if (terminal.IsInteractive) WriteBoxed(terminal);
        else WriteAligned(terminal.Output);
    }

    private bool HasHead => headers.Any(header => header.Length > 0);

    private void WriteAligned(TextWriter output)
    {
        string[][] lines = HasHead ? [headers, .. rows] : [.. rows];
        var widths = new int[headers.Length];
        foreach (var line in lines)
        {
            for (var i = 0; i < line.Length; i++) widths[i] = Math.Max(widths[i], line[i].Length);
        }

        foreach (var line in lines)
        {
            var padded = line.Select((cell, i) => cell.PadRight(widths[i]));
            output.WriteLine(string.Join(Gap, padded).TrimEnd());
        }
    }

    private void WriteBoxed(Terminal terminal)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = HasHead };
        foreach (var header in headers) table.AddColumn(new TableColumn(new Text(header)));
        table.Columns[0].NoWrap = true;
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        Screen.Of(terminal).Write(table);
    }
}
