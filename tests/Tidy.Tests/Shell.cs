using System.Diagnostics;

namespace P2PCS.Tidy.Tests;

/// <summary>What a finished program left.</summary>
public sealed record Finished(int ProcessId, int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs programs of the repository to their end.</summary>
public static class Shell
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>Runs a program; a run longer than a minute fails the test.</summary>
    public static async Task<Finished> Run(
        string program, string folder, string? firstOnPath, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (firstOnPath is not null)
        {
            var path = Environment.GetEnvironmentVariable("PATH");
            start.Environment["PATH"] = $"{firstOnPath}:{path}";
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return new Finished(process.Id, process.ExitCode, await output, await errors);
    }
}
