using System.Diagnostics;
using System.Globalization;

namespace P2PCS.Host.Readings;

/// <summary>Reads this machine: once in full, then again and again what changes. One owner reads
/// at a time.</summary>
/// <remarks>Source: proc(5), cgroups(7). Where a system has no such files, what .NET knows is
/// taken; what nobody knows stays null.</remarks>
/// <param name="files">Where the kernel's files are.</param>
/// <param name="directory">Whose file system is looked at.</param>
/// <param name="processors">Processors that this process may run on.</param>
public sealed class MachineReader(MachineFiles files, string directory, int processors)
{
    private readonly MachineFacts facts = MachineFacts.Read(files);
    private readonly IReadOnlyList<GroupPath> groups = GroupPath.Find(files);
    private CpuTimes? times;
    private long? groupTime;
    private long groupStamp;

    /// <summary>Reads the machine.</summary>
    /// <param name="now">The moment, UTC.</param>
    public MachineReading Read(DateTimeOffset now)
    {
        long started = Stopwatch.GetTimestamp();
        GroupLimits limits = GroupLimits.Read(files, groups);
        double cores = Math.Min(processors, limits.Cores ?? processors);
        (long? total, long? free) = Memory(limits);
        double?[] load = Load(files.Text("proc/loadavg"));
        var reading = new MachineReading(now, facts)
        {
            Cores = cores,
            CpuFree = CpuFree(cores, limits),
            MemTotal = total,
            MemFree = free,
            Load1 = load[0],
            Load5 = load[1],
            Load15 = load[2],
            Uptime = Uptime(),
        };
        (long? disk, long? diskFree) = Disk();
        return reading with
        {
            DiskTotal = disk,
            DiskFree = diskFree,
            Took = Stopwatch.GetElapsedTime(started),
        };
    }

    // What the machine has free, and no more than the group has left.
    private double? CpuFree(double cores, GroupLimits limits)
    {
        CpuTimes? now = CpuTimes.Parse(files.Text("proc/stat"));
        double? share = now is { } later && times is { } earlier ? later.FreeSince(earlier) : null;
        times = now ?? times;
        double? left = GroupLeft(cores, limits);
        return share is { } free ? Math.Min(free * processors, left ?? cores) : null;
    }

    private double? GroupLeft(double cores, GroupLimits limits)
    {
        long stamp = Stopwatch.GetTimestamp();
        double passed = Stopwatch.GetElapsedTime(groupStamp, stamp).TotalNanoseconds;
        double? left = limits.CpuNanoseconds - groupTime is { } used && passed > 0
            ? Math.Clamp(cores - (used / passed), 0, cores)
            : null;
        (groupTime, groupStamp) = (limits.CpuNanoseconds, stamp);
        return left;
    }

    private (long? Total, long? Free) Memory(GroupLimits limits)
    {
        string? text = files.Text("proc/meminfo");
        long? total = KiB(text, "MemTotal:") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long? free = KiB(text, "MemAvailable:");
        if (limits.MemoryBytes is { } most && most < total)
        {
            total = most;
            free = limits.MemoryUsed is { } used
                ? Math.Min(free ?? most, Math.Max(0, most - used))
                : free;
        }

        return (total, free);
    }

    private (long? Total, long? Free) Disk()
    {
        try
        {
            var drive = new DriveInfo(directory);
            return (drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return (null, null);
        }
    }

    private TimeSpan? Uptime()
    {
        string? seconds = files.Text("proc/uptime")?.Split(' ')[0];
        return Number(seconds) is { } known ? TimeSpan.FromSeconds(known)
            : OperatingSystem.IsLinux() ? null
            : TimeSpan.FromMilliseconds(Environment.TickCount64);
    }

    private static double?[] Load(string? text)
    {
        string[] words = (text ?? "").Split(' ');
        return [.. Enumerable.Range(0, 3).Select(i => Number(words.ElementAtOrDefault(i)))];
    }

    private static long? KiB(string? text, string name)
    {
        foreach (string line in (text ?? "").Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal)
                && Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal)) is { } n)
            {
                return (long)n << 10;
            }
        }

        return null;
    }

    private static double? Number(string? text) => double.TryParse(
        text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : null;
}
