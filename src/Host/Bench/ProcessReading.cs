using System.Globalization;

namespace P2PCS.Host.Bench;

/// <summary>What the kernel says that a process costs.</summary>
/// <param name="CpuSeconds">Processor time so far, user and kernel.</param>
/// <param name="Rss">Resident bytes, shared pages counted in full.</param>
/// <param name="Pss">Resident bytes, each shared page divided by its users.</param>
internal readonly record struct ProcessReading(double CpuSeconds, long Rss, long Pss)
{
    // What sysconf(_SC_CLK_TCK) answers on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;
    private const int UserTicksAt = 11;

    /// <summary>Reads a process's times and memory.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static ProcessReading Of(int processId)
    {
        (long rss, long pss) = (0, 0);
        foreach (string line in File.ReadLines($"/proc/{processId}/smaps_rollup"))
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal))
                rss = Bytes(line);
            else if (line.StartsWith("Pss:", StringComparison.Ordinal))
                pss = Bytes(line);
        }

        return new ProcessReading(CpuOf(processId), rss, pss);
    }

    /// <summary>Processor time so far, in seconds; in steps of a hundredth.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static double CpuOf(int processId)
    {
        string line = File.ReadAllText($"/proc/{processId}/stat");

        // The second field is the program's name, which may hold spaces and parentheses.
        string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[UserTicksAt]) + Number(fields[UserTicksAt + 1])) / TicksPerSecond;
    }

    private static long Bytes(string line) =>
        Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) << 10;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
