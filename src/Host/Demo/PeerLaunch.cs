using System.Diagnostics;

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
    /// <param name="join">What <see cref="InviteAsync"/> gave; null founds a cloud or, in a used
    /// directory, goes on in the one it was in.</param>
    public static string[] Up(string directory, string profile, string listen, string? join)
    {
        string[] words =
        [
            .. ThisProgram(), "up", "--data", directory, "--profile", profile, "--listen", listen,
            "--api", "127.0.0.1:0", "--cpu", "1", "--mem", "512MiB",
        ];
        return join is null ? words : [.. words, "--join", join];
    }

    /// <summary>What others join a running peer's cloud with.</summary>
    /// <param name="address">Where that peer is reached.</param>
    public static Task<string> InviteAsync(string address) => Task.FromResult(address);

    /// <summary>Starts a process whose output and errors go to a file.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="logPath">The file; what it held is lost.</param>
    public static Process Start(IEnumerable<string> words, string logPath)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };

        // The shell only opens the log and becomes the program: log lines outlive any crash.
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" </dev/null >\"$0\" 2>&1");
        start.ArgumentList.Add(logPath);
        foreach (var word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }
}
