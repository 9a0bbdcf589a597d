using System.Diagnostics;

namespace P2PCS.Host.Workloads;

/// <summary>A process tree around the sandbox that dies as one with this process.</summary>
/// <remarks>
/// bubblewrap arms its parent-death signal only some milliseconds after it made the sandbox; a
/// parent killed in between would leave the command running. Inside an outer process namespace
/// bubblewrap is the first process, and the kernel kills all others with it.
/// </remarks>
internal static class NamespaceGuard
{
    // The parent may have died before its death signal was armed; then another one took its place.
    private const string Check = """
        read -r _ _ _ parent _ </proc/self/stat && read -r name <"/proc/$parent/comm" || exit 125
        [ "$name" = unshare ] || exit 125; unset PWD; exec "$@"
        """;

    private static readonly string[] Tree =
        ["--pid", "--fork", "--kill-child=KILL", "/bin/sh", "-c", Check, "guard"];

    private static readonly Lazy<string[]> Found = new(() =>
        Works(["unshare", .. Tree])
        ?? Works(["unshare", "--user", "--map-current-user", .. Tree])
        ?? []);

    /// <summary>What goes before a command; empty where the system permits no such tree.</summary>
    public static IReadOnlyList<string> Prefix => Found.Value;

    private static string[]? Works(string[] prefix)
    {
        var start = new ProcessStartInfo("/bin/sh");
        string[] arguments =
            ["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "trial", .. prefix, "true"];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var trial = ProcessSpawner.Shared.Start(start);
        trial.WaitForExit();
        return trial.ExitCode == 0 ? prefix : null;
    }
}
