using System.Globalization;

namespace P2PCS.Host.Workloads;

/// <summary>The kernel's limits on memory, processor time and processes of one attempt.</summary>
/// <remarks>
/// Groups are made below this process's own, as far as the system allows; what it does not allow
/// is not limited, and <see cref="Summary"/> says so.
/// </remarks>
internal sealed class ControlGroups
{
    private const int PeriodMicroseconds = 100_000;
    private const string Prefix = "p2pcs-";

    private static readonly IReadOnlyList<Hierarchy> Available = FindAndSweep();
    private static readonly Lazy<string> Probed = new(Probe);
    private static int made;

    private readonly List<string> directories = [];

    private ControlGroups()
    {
    }

    /// <summary>No limits at all.</summary>
    public static ControlGroups None { get; } = new();

    /// <summary>What is limited on this machine and what is not, in words.</summary>
    public static string Summary => Probed.Value;

    /// <summary>The files into which the attempt's first process writes its id.</summary>
    public IReadOnlyList<string> ProcsFiles =>
        [.. directories.Select(directory => Path.Combine(directory, "cgroup.procs"))];

    /// <summary>Makes groups for the limits of a spec that this machine can enforce.</summary>
    public static ControlGroups Create(WorkloadSpec spec)
    {
        var groups = new ControlGroups();
        string name = Prefix + string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessId}-{Interlocked.Increment(ref made)}");
        foreach (var hierarchy in Available)
            groups.TryAdd(hierarchy, name, Limits(hierarchy, spec));
        return groups;
    }

    /// <summary>Whether the kernel killed the attempt for using too much memory.</summary>
    public bool RanOutOfMemory() => directories
        .SelectMany(directory => (string[])
            [$"{directory}/memory.oom_control", $"{directory}/memory.events"])
        .Where(File.Exists)
        .SelectMany(File.ReadLines)
        .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line[9..] != "0");

    /// <summary>Processor time of all that ran in the groups; null where nothing counts it.
    /// </summary>
    public TimeSpan? CpuTime()
    {
        foreach (string directory in directories)
        {
            if (Nanoseconds(directory) is { } used)
                return TimeSpan.FromTicks(used / TimeSpan.NanosecondsPerTick);
        }

        return null;
    }

    /// <summary>Removes the groups; nothing may run in them any more.</summary>
    /// <remarks>The kernel may hold a group for some milliseconds after its last process.</remarks>
    public async Task RemoveAsync()
    {
        for (int tries = 0; tries < 100 && !directories.TrueForAll(TryRemove); tries++)
            await Task.Delay(5).ConfigureAwait(false);
    }

    private static string Probe()
    {
        var spec = new WorkloadSpec([""], "/", [], TimeSpan.MaxValue, 1)
        {
            MemoryBytes = 1 << 30,
            Cores = 1,
        };
        var groups = Create(spec);
        var limited = Available.Where(hierarchy => groups.directories.Any(directory =>
            directory.StartsWith(hierarchy.Directory + "/", StringComparison.Ordinal)));
        var names = limited.Select(hierarchy => hierarchy.Controller).ToHashSet();
        groups.directories.ForEach(directory => TryRemove(directory));
        return string.Join(", ", Word("memory"), Word("cpu"), Word("pids"));

        string Word(string controller) =>
            names.Contains(controller) ? $"{controller} limited" : $"{controller} not limited";
    }

    private static IEnumerable<(string File, string Value)> Limits(
        Hierarchy hierarchy, WorkloadSpec spec)
    {
        string? memory = spec.MemoryBytes is { } bytes ? Text(bytes) : null;
        string? quota = spec.Cores is { } cores
            ? Text((long)Math.Ceiling(cores * PeriodMicroseconds))
            : null;
        return (hierarchy.Controller, hierarchy.Version) switch
        {
            ("memory", 1) when memory is not null =>
                [("memory.limit_in_bytes", memory), ("memory.memsw.limit_in_bytes", memory)],
            ("memory", 2) when memory is not null =>
                [("memory.max", memory), ("memory.swap.max", "0")],
            ("cpu", 1) when quota is not null =>
                [("cpu.cfs_period_us", Text(PeriodMicroseconds)), ("cpu.cfs_quota_us", quota)],
            ("cpu", 2) when quota is not null =>
                [("cpu.max", $"{quota} {Text(PeriodMicroseconds)}")],
            ("pids", _) => [("pids.max", Text(spec.MaxProcesses))],
            _ => [],
        };
    }

    private void TryAdd(
        Hierarchy hierarchy, string name, IEnumerable<(string File, string Value)> limits)
    {
        string directory = Path.Combine(hierarchy.Directory, name);
        var wanted = limits.ToList();
        if (wanted.Count == 0 && hierarchy.Controller != Hierarchy.Account) return;
        try
        {
            Directory.CreateDirectory(directory);
            // Files that account swap are absent where the kernel does not.
            foreach (var (file, value) in wanted)
            {
                if (File.Exists(Path.Combine(directory, file)) || file == wanted[0].File)
                    File.WriteAllText(Path.Combine(directory, file), value);
            }

            if (!directories.Contains(directory)) directories.Add(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not permitted here, which Summary tells; half a group must not stay.
            if (Directory.Exists(directory) && !directories.Contains(directory))
                Directory.Delete(directory);
        }
    }

    private static bool TryRemove(string directory)
    {
        try
        {
            if (Directory.Exists(directory)) Directory.Delete(directory);
            return true;
        }
        catch (IOException)
        {
            return false; // Still in use.
        }
    }

    // Groups of peers that were killed stay behind; their names tell who made them.
    private static IReadOnlyList<Hierarchy> FindAndSweep()
    {
        var found = Hierarchy.Find();
        foreach (string directory in found.SelectMany(hierarchy =>
            Directory.EnumerateDirectories(hierarchy.Directory, Prefix + "*")))
        {
            string maker = Path.GetFileName(directory)[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{maker}")) TryRemove(directory);
        }

        return found;
    }

    private static long? Nanoseconds(string directory)
    {
        const string Microseconds = "usage_usec ";
        string first = Path.Combine(directory, "cpuacct.usage");
        if (File.Exists(first)) return Number(File.ReadAllText(first));
        string second = Path.Combine(directory, "cpu.stat");
        if (!File.Exists(second)) return null;
        return File.ReadLines(second)
            .Where(line => line.StartsWith(Microseconds, StringComparison.Ordinal))
            .Select(line => Number(line[Microseconds.Length..]) * 1000)
            .FirstOrDefault();
    }

    private static long? Number(string text) =>
        long.TryParse(text.Trim(), CultureInfo.InvariantCulture, out long number) ? number : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
