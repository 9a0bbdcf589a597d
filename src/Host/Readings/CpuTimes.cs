using System.Globalization;

namespace P2PCS.Host.Readings;

/// <summary>What all processors of a machine have done since it started.</summary>
/// <param name="Busy">Time in which they worked, in clock ticks of all processors.</param>
/// <param name="All">All time, in the same ticks.</param>
public readonly record struct CpuTimes(long Busy, long All)
{
    private const int IdleAt = 3;
    private const int WaitAt = 4;
    private const int Fields = 8;

    /// <summary>Reads the first line of <c>/proc/stat</c>; null where it is none.</summary>
    /// <remarks>Source: proc(5): user, nice, system, idle, iowait, irq, softirq, steal. Guests'
    /// time is in user's already; a processor that waits for a disk is free.</remarks>
    public static CpuTimes? Parse(string? stat)
    {
        string line = stat?.Split('\n', 2)[0] ?? "";
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length <= WaitAt + 1 || words[0] != "cpu")
            return null;
        long all = 0;
        long free = 0;
        for (int i = 0; i < Fields && i + 1 < words.Length; i++)
        {
            if (!long.TryParse(words[i + 1], CultureInfo.InvariantCulture, out long ticks))
                return null;
            all += ticks;
            free += i is IdleAt or WaitAt ? ticks : 0;
        }

        return new CpuTimes(all - free, all);
    }

    /// <summary>The share of time since an earlier reading in which processors were free, 0 to 1;
    /// null where no time has passed.</summary>
    public double? FreeSince(CpuTimes earlier) => All > earlier.All
        ? Math.Clamp(1 - ((double)(Busy - earlier.Busy) / (All - earlier.All)), 0, 1)
        : null;
}
