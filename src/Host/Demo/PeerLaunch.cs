using System.Diagnostics;
using P2PCS.Host.Cli;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Demo;

/// <summary>How this program starts peers as processes of their own: the one place that knows
/// the command line of <c>p2pcs up</c> and what a joiner is given.</summary>
internal static class PeerLaunch
{
    /// <summary>The words that run this program: the dotnet host and the program, or the program
    /// alone where it is the process itself.</summary>
    public static string[] ThisProgram()
    {
        var path = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [path, Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
            : [path];
    }

    /// <summary>The words that start a peer.</summary>
    /// <param name="directory">Its data directory.</param>
    /// <param name="profile">Its pace.</param>
    /// <param name="listen">Where others reach it, <c>ADDR:PORT</c>.</param>
    /// <param name="join">What <see cref="InviteAsync"/> gave, or the address of a member; null
    /// founds a cloud or, in a used directory, goes on in the one it was in.</param>
    public static string[] Up(string directory, string profile, string listen, string? join)
    {
        string[] words =
        [
            .. ThisProgram(), "up", "--data", directory, "--profile", profile, "--listen", listen,
            "--api", "127.0.0.1:0", "--cpu", "1", "--mem", "512MiB",
        ];
        return join is null ? words : [.. words, "--join", IsToken(join) ? "-" : join];
    }

    /// <summary>A token for any number of peers, for a day, from a running peer.</summary>
    /// <param name="directory">Its data directory.</param>
    /// <param name="prefix">Words before the program, where the peer runs with some too.</param>
    /// <exception cref="CliException">It makes none; its words are in the message.</exception>
    public static async Task<string> InviteAsync(string directory, params string[] prefix)
    {
        string[] words =
        [
            .. prefix, .. ThisProgram(), "invite", "create", "--data", directory, "--uses", "0",
        ];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string token = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? token.Trim()
            : throw new CliException(
                $"the peer in {directory} makes no token: {(await errors).Trim()}",
                null,
                ExitCodes.Failed);
    }

    /// <summary>Starts a process whose output and errors go to a file.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="logPath">The file; what it held is lost.</param>
    /// <param name="join">What it joins by, as for <see cref="Up"/>: a token is its standard
    /// input, since arguments of processes are open to every user of the machine.</param>
    public static Process Start(IEnumerable<string> words, string logPath, string? join)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        };

        // The shell only opens the log and becomes the program: log lines outlive any crash.
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >\"$0\" 2>&1");
        start.ArgumentList.Add(logPath);
        foreach (var word in words) start.ArgumentList.Add(word);
        var process = Process.Start(start)!;
        try
        {
            using var input = process.StandardInput;
            if (join is not null && IsToken(join)) input.Write(join);
        }
        catch (IOException)
        {
            // It has ended already, and whoever waits for it will see why.
        }

        return process;
    }

    private static bool IsToken(string join) =>
        join.StartsWith(InviteToken.Prefix, StringComparison.Ordinal);
}
