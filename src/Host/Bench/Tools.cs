using System.Diagnostics;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Bench;

/// <summary>Programs of the system that measurements use.</summary>
internal static class Tools
{
    private static readonly string[] Directories =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin")
            .Split(':', StringSplitOptions.RemoveEmptyEntries),
        "/usr/sbin", "/sbin",
    ];

    /// <summary>Which of some programs is not installed, in words; null where all are.</summary>
    public static string? Missing(params string[] programs)
    {
        string[] missing = [.. programs.Where(name => Find(name) is null)];
        return missing.Length == 0 ? null : $"not installed here: {string.Join(", ", missing)}";
    }

    /// <summary>Runs a program and waits for it.</summary>
    /// <param name="input">What it reads.</param>
    /// <param name="words">The program and its arguments.</param>
    /// <returns>Its exit code and its output.</returns>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(
        string input, params string[] words)
    {
        var start = new ProcessStartInfo(Find(words[0]) ?? words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <exception cref="CliException">It did not; the message has its words.</exception>
    public static async Task RunAsync(string input, params string[] words)
    {
        (int exitCode, string output) = await TryRunAsync(input, words);
        if (exitCode != 0)
        {
            throw new CliException(
                $"'{string.Join(' ', words)}' ended with {exitCode}: {output.Trim()}",
                "network namespaces and nftables need root and a kernel that has them",
                ExitCodes.Failed);
        }
    }

    private static string? Find(string program) => Directories
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);
}
