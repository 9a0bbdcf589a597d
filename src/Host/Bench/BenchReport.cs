using System.Globalization;
using P2PCS.Host.Cli;
using P2PCS.Host.Sim;

namespace P2PCS.Host.Bench;

/// <summary>What a measurement found: rows of a name and a value, printed at the end; progress
/// goes to standard error while it runs.</summary>
/// <param name="title">Begins each line of progress.</param>
/// <param name="terminal">Where to write.</param>
internal sealed class BenchReport(string title, Terminal terminal)
{
    private readonly List<(string Name, string Text, double? Value)> rows = [];

    /// <summary>Says what goes on.</summary>
    public void Progress(FormattableString line)
    {
        terminal.Error.WriteLine($"{title}: {line.ToString(CultureInfo.InvariantCulture)}");
        terminal.Error.Flush();
    }

    /// <summary>Adds a number.</summary>
    /// <param name="name">What it is; also its name in JSON.</param>
    /// <param name="value">The number, or null where it could not be had.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="note">Such as a goal.</param>
    public void Add(string name, double? value, string unit, string note = "")
    {
        string text = value is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"{Digits(number)} {unit}").TrimEnd()
            : "not reached";
        rows.Add((name, note.Length > 0 ? $"{text} ({note})" : text, value));
    }

    /// <summary>Adds words.</summary>
    public void Add(string name, string text) => rows.Add((name, text, null));

    /// <summary>Prints all rows.</summary>
    /// <param name="isJson">One JSON object instead of a table.</param>
    public void Write(bool isJson)
    {
        if (!isJson)
        {
            var table = new TextTable("", "");
            foreach ((string name, string text, _) in rows)
                table.Row(name, text);
            table.WriteTo(terminal);
            return;
        }

        terminal.Output.WriteLine(JsonText.Write(json =>
        {
            json.WriteStartObject();
            foreach ((string name, string text, double? value) in rows)
            {
                if (value is { } number)
                    json.WriteNumber(name, Math.Round(number, 4));
                else
                    json.WriteString(name, text);
            }

            json.WriteEndObject();
        }));
    }

    private static string Digits(double number) => number.ToString(
        Math.Abs(number) switch
        {
            double size when size >= 100 || double.IsInteger(size) => "0",
            >= 10 => "0.0",
            >= 0.1 => "0.00",
            _ => "0.0000",
        },
        CultureInfo.InvariantCulture);
}
