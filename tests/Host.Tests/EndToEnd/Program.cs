using System.Diagnostics;
using System.Text;

namespace P2PCS.Host.Tests.EndToEnd;

/// <summary>What one run of the program gave.</summary>
internal sealed record Outcome(int ExitCode, byte[] Output, byte[] ErrorBytes)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public string Error => Encoding.UTF8.GetString(ErrorBytes);
}

/// <summary>The built program, run as a process of its own.</summary>
internal static class Program
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static ProcessStartInfo Start(params string[] args)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "p2pcs.dll"));
        foreach (string arg in args)
            start.ArgumentList.Add(arg);
        foreach (string name in new[] { "P2PCS_DATA", "P2PCS_FACADE", "P2PCS_TOKEN" })
            start.Environment.Remove(name);
        return start;
    }

    /// <summary>Runs it to its end; one that hangs is killed and fails the test.</summary>
    public static Task<Outcome> RunAsync(params string[] args) => RunAsync(Limit, args);

    public static async Task<Outcome> RunAsync(TimeSpan limit, string[] args)
    {
        using Process process = Process.Start(Start(args))!;
        process.StandardInput.Close();
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        Task copy = Task.WhenAll(
            process.StandardOutput.BaseStream.CopyToAsync(output),
            process.StandardError.BaseStream.CopyToAsync(error));
        try
        {
            await Task.WhenAll(copy, process.WaitForExitAsync()).WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'p2pcs {string.Join(' ', args)}' did not end");
        }

        return new Outcome(process.ExitCode, output.ToArray(), error.ToArray());
    }
}
