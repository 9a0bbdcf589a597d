using System.Globalization;

namespace P2PCS.Host.Readings;

/// <summary>What control groups let this process have, and what its group uses now.</summary>
/// <param name="Cores">Processor time that may be used per time; null without a limit.</param>
/// <param name="CpuNanoseconds">Processor time used so far; null where it is not counted or not
/// limited.</param>
/// <param name="MemoryBytes">Most memory; null without a limit.</param>
/// <param name="MemoryUsed">Memory that cannot be taken back at once, in bytes; null without a
/// limit.</param>
public readonly record struct GroupLimits(
    double? Cores, long? CpuNanoseconds, long? MemoryBytes, long? MemoryUsed)
{
    // The first version writes "no limit" as the most pages that a counter holds.
    private const long NoLimit = 1L << 60;

    /// <summary>Reads the limits of the own groups and of those around them; the narrowest
    /// counts.</summary>
    public static GroupLimits Read(MachineFiles files, IReadOnlyList<GroupPath> groups)
    {
        var found = new GroupLimits(null, null, null, null);
        foreach (GroupPath group in groups)
        {
            if (group.Controller == "cpu")
                found = Narrow(found, CoresOf(files, group), files, group);
            else
                found = Narrow(found, MemoryOf(files, group), files, group);
        }

        return found;
    }

    private static GroupLimits Narrow(
        GroupLimits found, double? cores, MachineFiles files, GroupPath group) =>
        cores is { } less && less < (found.Cores ?? double.MaxValue)
            ? found with { Cores = less, CpuNanoseconds = CpuTime(files, group) }
            : found;

    private static GroupLimits Narrow(
        GroupLimits found, long? bytes, MachineFiles files, GroupPath group) =>
        bytes is { } less && less < (found.MemoryBytes ?? NoLimit)
            ? found with { MemoryBytes = less, MemoryUsed = Used(files, group) }
            : found;

    private static double? CoresOf(MachineFiles files, GroupPath group)
    {
        string? quota;
        string? period;
        if (group.Version == 1)
        {
            quota = files.Text($"{group.Directory}/cpu.cfs_quota_us");
            period = files.Text($"{group.Directory}/cpu.cfs_period_us");
        }
        else
        {
            string[] both = (files.Text($"{group.Directory}/cpu.max") ?? "").Split(' ');
            quota = both[0];
            period = both.Length > 1 ? both[1] : null;
        }

        return Number(quota) is > 0 and { } time && Number(period) is > 0 and { } each
            ? (double)time / each
            : null;
    }

    private static long? MemoryOf(MachineFiles files, GroupPath group) => Number(files.Text(
        group.Directory + (group.Version == 1 ? "/memory.limit_in_bytes" : "/memory.max")));

    private static long? CpuTime(MachineFiles files, GroupPath group) => group.Version == 1
        ? Number(files.Text($"{group.Account}/cpuacct.usage"))
        : Field(files.Text($"{group.Directory}/cpu.stat"), "usage_usec") * 1000;

    // Files that were only read are given back when memory is short, oldest first.
    private static long? Used(MachineFiles files, GroupPath group)
    {
        bool first = group.Version == 1;
        string usage = first ? "/memory.usage_in_bytes" : "/memory.current";
        string cached = first ? "total_inactive_file" : "inactive_file";
        long? back = Field(files.Text($"{group.Directory}/memory.stat"), cached);
        return Number(files.Text(group.Directory + usage)) is { } used
            ? Math.Max(0, used - (back ?? 0))
            : null;
    }

    private static long? Field(string? text, string name)
    {
        foreach (string line in (text ?? "").Split('\n'))
        {
            if (line.StartsWith(name + " ", StringComparison.Ordinal))
                return Number(line[name.Length..]);
        }

        return null;
    }

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), CultureInfo.InvariantCulture, out long number) ? number : null;
}
