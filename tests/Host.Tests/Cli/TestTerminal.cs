using System.Text;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

/// <summary>A terminal that remembers, and the command line that writes to it.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly MemoryStream _outputBytes = new();
    private readonly MemoryStream _errorBytes = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public TestTerminal(params (string Name, string Value)[] variables)
    {
        var known = variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        Terminal = new Terminal(
            _output, _error, _outputBytes, _errorBytes, false, known.GetValueOrDefault);
    }

    public Terminal Terminal { get; }

    public StopSignal Stop { get; } = new();

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public string OutputText => Encoding.UTF8.GetString(_outputBytes.ToArray());

    public byte[] OutputBytes => _outputBytes.ToArray();

    public string ErrorText => Encoding.UTF8.GetString(_errorBytes.ToArray());

    public Task<int> RunAsync(params string[] args) =>
        CommandLine.RunAsync(args, Terminal, Stop).WaitAsync(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _outputBytes.Dispose();
        _errorBytes.Dispose();
        _output.Dispose();
        _error.Dispose();
        Stop.Dispose();
    }
}
