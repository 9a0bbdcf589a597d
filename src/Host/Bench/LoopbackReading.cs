using System.Globalization;

namespace P2PCS.Host.Bench;

/// <summary>What has passed the loopback interface of this network namespace.</summary>
/// <param name="Bytes">Bytes of IP packets, headers included, each packet once.</param>
/// <param name="Packets">IP packets, UDP and TCP.</param>
internal readonly record struct LoopbackReading(long Bytes, long Packets)
{
    private const string Interface = "lo:";
    private const int SentBytesAt = 8;

    /// <summary>Reads the interface's counters.</summary>
    public static LoopbackReading Now()
    {
        string line = File.ReadLines("/proc/self/net/dev")
            .First(text => text.TrimStart().StartsWith(Interface, StringComparison.Ordinal));
        string[] fields = line.Trim()[Interface.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new LoopbackReading(Number(fields[SentBytesAt]), Number(fields[SentBytesAt + 1]));
    }

    /// <summary>What passed since an earlier reading.</summary>
    public LoopbackReading Since(LoopbackReading earlier) =>
        new(Bytes - earlier.Bytes, Packets - earlier.Packets);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
