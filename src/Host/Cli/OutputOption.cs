using System.Buffers;
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace P2PCS.Host.Cli;

/// <summary>The option <c>-o table|json</c> of every command that lists or describes.</summary>
internal sealed class OutputOption
{
    private readonly Option<string> option;
    private readonly Terminal terminal;

    public OutputOption(Terminal terminal, Command command, params string[] more)
    {
        this.terminal = terminal;
        option = CliOption.Choice("-o", "How to show it", ["table", "json", .. more]);
        command.Add(option);
    }

    /// <summary>What was chosen.</summary>
    public string Read(ParseResult parsed) => parsed.GetValue(option)!;

    /// <summary>Writes the facade's own JSON, indented, or the table.</summary>
    public void Show<T>(ParseResult parsed, Answer<T> answer, Func<T, TextTable> table)
    {
        if (parsed.GetValue(option) == "json") WriteIndented(answer.Json);
        else table(answer.Body).WriteTo(terminal);
    }

    private void WriteIndented(ReadOnlyMemory<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var document = JsonDocument.Parse(json))
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            document.WriteTo(writer);
        }

        terminal.Output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
