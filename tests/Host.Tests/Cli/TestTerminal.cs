using System.Text;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

/// <summary>A terminal that remembers, and the command line that writes to it.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly MemoryStream outputBytes = new();
    private readonly MemoryStream errorBytes = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    public TestTerminal(params (string Name, string Value)[] variables)
    {
        var known = variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        Terminal = new Terminal(
            output, error, outputBytes, errorBytes, false, known.GetValueOrDefault);
    }

    public Terminal Terminal { get; }

    public StopSignal Stop { get; } = new();

    public string Output => output.ToString();

    public string Error => error.ToString();

    public string OutputText => Encoding.UTF8.GetString(outputBytes.ToArray());

    public byte[] OutputBytes => outputBytes.ToArray();

    public string ErrorText => Encoding.UTF8.GetString(errorBytes.ToArray());

    public Task<int> RunAsync(params string[] args) =>
        CommandLine.RunAsync(args, Terminal, Stop).WaitAsync(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        outputBytes.Dispose();
        errorBytes.Dispose();
        output.Dispose();
        error.Dispose();
        Stop.Dispose();
    }
}
