using System.Diagnostics;
using System.Globalization;

namespace P2PCS.Host.Workloads;

/// <summary>One attempt, ready to start: what goes around a driver's own command line.</summary>
internal sealed class Launch
{
    // The parent may have died before the death signal was armed, hence the look at PPID. The
    // limit on file size stops runaway files at once, between two looks at their lengths.
    private const string Script = """
        dir=$1; exec </dev/null >"$dir/stdout" 2>"$dir/stderr"
        [ "$PPID" -eq "$2" ] || exit 125
        ulimit -c 0; ulimit -f "$3"; groups=$4; shift 4
        while [ "$groups" -gt 0 ]; do
            echo $$ >"$1" || exit 125
            groups=$((groups - 1)); shift
        done

        """;

    public required AttemptDirectory Files { get; init; }

    public required WorkloadSpec Spec { get; init; }

    /// <summary>Program and arguments that the driver runs on the host.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The whole environment of <see cref="Command"/>.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether file descriptor 3 must be the status file that bubblewrap fills, and 4 the
    /// file of its arguments.</summary>
    public bool Sandboxed { get; init; }

    /// <summary>Control groups with the attempt's limits.</summary>
    public ControlGroups Groups { get; init; } = ControlGroups.None;

    /// <summary>The environment every command sees, for the given paths.</summary>
    public static Dictionary<string, string> EnvironmentOf(PathsInside paths) => new()
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = paths.Work,
        ["LANG"] = "C.UTF-8",
        ["TMPDIR"] = paths.Temp,
        ["P2PCS_IN"] = paths.Input ?? "",
        ["P2PCS_OUT"] = paths.Output,
    };

    /// <summary>Builds what <see cref="ProcessSpawner"/> starts.</summary>
    public ProcessStartInfo ToStartInfo()
    {
        var start = new ProcessStartInfo("setpriv") { WorkingDirectory = Files.Work };
        string last = Sandboxed
            ? "unset PWD; exec \"$@\" 3>\"$dir/status\" 4<\"$dir/arguments\""
            : "exec \"$@\"";
        string[] arguments =
        [
            "--pdeathsig", "KILL", "/bin/sh", "-c", Script + last, "p2pcs",
            Files.Root, Text(System.Environment.ProcessId), Text(BlocksOf(Spec)),
            Text(Groups.ProcsFiles.Count), .. Groups.ProcsFiles, .. Command,
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }

    // One block of 512 bytes more than allowed, so that reaching it shows as an excess.
    private static long BlocksOf(WorkloadSpec spec) =>
        Math.Max(spec.MaxOutputBytes, spec.MaxScratchBytes) / 512 + 2;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
