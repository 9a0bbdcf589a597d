using System.Globalization;

namespace P2PCS.Host.Workloads;

/// <summary>Runs commands in a bubblewrap sandbox.</summary>
/// <remarks>
/// The command has no network, no capabilities, its own process tree, a read-only root with the
/// host's <c>/usr</c>, an empty <c>/tmp</c>, and of the host's files only its own attempt's.
/// </remarks>
public sealed class BubblewrapDriver : IWorkloadDriver
{
    private const string Advice =
        "apt-get install bubblewrap, or start the peer with --allow-unsandboxed";

    private const long MaxTempBytes = 1L << 30;
    private const long SharedMemoryBytes = 64L << 20;

    // What programs in /usr commonly need from /etc; none of it tells about the machine's owner.
    private static readonly string[] EtcFiles =
        ["alternatives", "ld.so.cache", "nsswitch.conf", "mime.types", "magic", "fonts"];

    // On older systems these are directories beside /usr, on merged ones links into it.
    private static readonly string[] RootDirectories =
        ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    private readonly string scratch;
    private readonly string? program;

    /// <summary>Makes a driver; does not look whether bubblewrap works.</summary>
    /// <param name="scratch">An existing host directory in which self-tests may work.</param>
    /// <param name="program">Path of bwrap; found in <c>PATH</c> if absent.</param>
    public BubblewrapDriver(string scratch, string? program = null)
    {
        this.scratch = scratch;
        this.program = program ?? FindProgram();
    }

    /// <inheritdoc/>
    public string Name => "bubblewrap";

    /// <inheritdoc/>
    public Workload Start(WorkloadSpec spec)
    {
        var files = AttemptDirectory.Prepare(spec);
        var paths = new PathsInside(
            spec.Inputs.Count > 0 ? $"/task/in/{spec.Inputs[0]}" : null,
            "/task/out/result", "/task/work", "/tmp");
        WriteEtc(files);
        // What the sandbox's first process was started with is shown to the command: bubblewrap
        // reads the host's paths from a file instead.
        File.WriteAllText(
            Path.Combine(files.Root, "arguments"),
            string.Concat(Sandbox(files, spec, paths).Select(argument => argument + "\0")));
        return Workload.Start(new()
        {
            Files = files,
            Spec = spec,
            Command =
            [
                .. NamespaceGuard.Prefix, program ?? "bwrap", "--args", "4",
                // A shell gives the usual exit codes and words when the command is not found.
                "--", "/bin/sh", "-c", "exec \"$@\"", "p2pcs", .. paths.Fill(spec.Command),
            ],
            // The sandbox's first process shows its environment to the command.
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            Sandboxed = true,
            Groups = ControlGroups.Create(spec),
        });
    }

    /// <inheritdoc/>
    public Task<DriverReport> SelfTestAsync(CancellationToken ct) => program is null
        ? Task.FromResult(new DriverReport(
            Name, false, $"bubblewrap is not installed: {Advice}", TimeSpan.Zero))
        : new SelfTest(this, scratch, Advice).RunAsync(sandboxed: true, ct);

    private static string? FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, "bwrap"))
            .FirstOrDefault(File.Exists);

    private static void WriteEtc(AttemptDirectory files)
    {
        Directory.CreateDirectory(files.Etc);
        File.WriteAllText(
            Path.Combine(files.Etc, "passwd"), "task:x:1000:1000:task:/task/work:/bin/sh\n");
        File.WriteAllText(Path.Combine(files.Etc, "group"), "task:x:1000:\n");
        File.WriteAllText(
            Path.Combine(files.Etc, "hosts"), "127.0.0.1 localhost p2pcs\n::1 localhost\n");
    }

    private static IEnumerable<string> Sandbox(
        AttemptDirectory files, WorkloadSpec spec, PathsInside paths)
    {
        string temp = Text(Math.Min(MaxTempBytes, spec.MaxScratchBytes));
        return
        [
            "--unshare-user", "--unshare-all", "--disable-userns", "--hostname", "p2pcs",
            "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL",
            "--die-with-parent", "--new-session", "--json-status-fd", "3",
            "--ro-bind", "/usr", "/usr", .. RootDirectories.SelectMany(RootDirectory),
            .. EtcFiles.SelectMany(name => Bind("--ro-bind-try", $"/etc/{name}", $"/etc/{name}")),
            .. ((string[])["passwd", "group", "hosts"]).SelectMany(name =>
                Bind("--ro-bind", Path.Combine(files.Etc, name), $"/etc/{name}")),
            "--proc", "/proc", "--dev", "/dev",
            "--size", Text(SharedMemoryBytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
            "--perms", "1777", "--size", temp, "--tmpfs", "/tmp",
            .. Bind("--ro-bind", files.In, "/task/in"), .. Bind("--bind", files.Out, "/task/out"),
            .. Bind("--bind", files.Work, paths.Work),
            "--remount-ro", "/", "--chdir", paths.Work, "--clearenv",
            .. Launch.EnvironmentOf(paths)
                .SelectMany(entry => Bind("--setenv", entry.Key, entry.Value)),
        ];
    }

    private static IEnumerable<string> RootDirectory(string name)
    {
        var host = new DirectoryInfo($"/{name}");
        if (host.LinkTarget is { } target) return Bind("--symlink", target, host.FullName);
        return host.Exists ? Bind("--ro-bind", host.FullName, host.FullName) : [];
    }

    private static string[] Bind(string verb, string source, string target) =>
        [verb, source, target];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
