using static P2PCS.Query.Catalog.Columns;

namespace P2PCS.Query.Catalog;

/// <summary>The table of machines.</summary>
internal static class PeerColumns
{
    private const double MostCores = 4096;
    private const double MostLoad = 1e4;
    private const double MostMilliseconds = 60_000;

    public static Table Table { get; } = new("peers", [.. Identity, .. Machine, .. Network],
        "One row per machine, held by the machine itself.");

    private static IEnumerable<Column> Identity =>
    [
        Text("peer_id", "The peer's id, 64 lower-case hex digits."),
        Text("state", "'available', 'partial' or 'busy': how much of what it lends is leased."),
        Text("site", "The site its volunteer named.") with { Privacy = Privacy.Coarse },
        Text("region", "The region its volunteer named."),
        Version("agent.version", "The version of this program."),
        Seconds("agent.uptime", "How long the agent has run."),
        Seconds("uptime", "How long the machine has run.") with { Standing = true },
        Share("availability", "Share of the last 7 days, or since its first start, in which the "
            + "agent ran; in steps of 5%.") with
        {
            Privacy = Privacy.Coarse,
            Standing = true,
        },
        Flag("accepts", "Whether it takes tasks."),
        Map("label", "Labels that its volunteer set: label['gpu']."),
        Map("driver", "Ways to run tasks that passed their self-test, each with the name of what "
            + "does it: driver.process is 'bubblewrap' or 'unsandboxed'."),
        Number("driver.process.startMs", MostMilliseconds,
            "Milliseconds that the last self-test of driver.process took, from start to end."),
    ];

    private static IEnumerable<Column> Machine =>
    [
        Text("os.family", "'linux', 'windows', 'macos' or 'freebsd'."),
        Text("os.name", "The operating system, such as 'debian'."),
        Version("os.version", "Its version."),
        Text("kernel", "The kernel's release."),
        Text("arch", "'x64', 'arm64' and the like."),
        Text("cpu.model", "The processor, as it calls itself."),
        Number("cpu.cores", MostCores, "Processor cores the agent may use.") with
        {
            Standing = true,
        },
        Number("cpu.free", MostCores, "Of those the cores that nobody used, over the last "
            + "reading's 5 s.") with
        {
            Standing = true,
        },
        Number("load1", MostLoad, "Mean number of processes that ran or waited, 1 minute.") with
        {
            Standing = true,
        },
        Number("load5", MostLoad, "The same of 5 minutes."),
        Number("load15", MostLoad, "The same of 15 minutes."),
        Bytes("mem.total", "Memory the agent may use.") with { Standing = true },
        Bytes("mem.free", "Memory a new program could have.") with { Standing = true },
        Bytes("disk.total", "Size of the file system with the data directory.") with
        {
            Standing = true,
        },
        Bytes("disk.free", "What may still be written there.") with { Standing = true },
        Whole("slots.total", MostCores, "Whole cores it lends."),
        Whole("slots.free", MostCores, "Whole cores it lends that are not leased."),
        Whole("leases", 256, "Leases it has granted and not ended.") with { Standing = true },
        Whole("tasks", 1024, "Attempts it runs now.") with { Standing = true },
    ];

    private static IEnumerable<Column> Network =>
    [
        Number("net.rttMs", MostMilliseconds,
            "Median of the last round trips to the peers it talks to, in milliseconds."),
        Coordinate("coord.x", "Network coordinate (Vivaldi): first axis."),
        Coordinate("coord.y", "Network coordinate: second axis."),
        Coordinate("coord.height", "Network coordinate: what every round trip takes besides."),
        Share("coord.error", "Network coordinate: its estimated relative error."),
        Text("address", "Where it is reached.") with { Privacy = Privacy.Private },
    ];

    private static Column Coordinate(string name, string doc) =>
        Seconds(name, doc) with { Low = -60, High = 60 };
}
