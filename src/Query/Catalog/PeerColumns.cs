using static P2PCS.Query.Catalog.Columns;

namespace P2PCS.Query.Catalog;

/// <summary>The table of machines.</summary>
internal static class PeerColumns
{
    private const double MostCores = 4096;
    private const double MostScore = 1e6;
    private const double MostLoad = 1e4;
    private const double MostBitsPerSecond = 1e12;

    public static Table Table { get; } = new("peers", [.. Identity, .. Machine, .. Network],
        "One row per machine, held by the machine itself.");

    private static IEnumerable<Column> Identity =>
    [
        Text("peer_id", "The peer's id, 64 lower-case hex digits."),
        Text("name", "A name its volunteer gave it."),
        Text("state", "'free', 'partial' or 'busy'."),
        Text("site", "The site its volunteer named.") with { Privacy = Privacy.Coarse },
        Text("region", "The region its volunteer named."),
        Version("agent.version", "The version of this program."),
        Seconds("uptime", "How long the agent has run.") with { Standing = true },
        Share("availability", "Share of the last 7 days in which the agent ran.") with
        {
            Privacy = Privacy.Coarse,
            Standing = true,
        },
        Flag("accepts", "Whether it takes tasks."),
        Map("label", "Labels that its volunteer set: label['gpu']."),
        Map("driver", "Ways to run tasks and their versions: driver.process."),
    ];

    private static IEnumerable<Column> Machine =>
    [
        Text("os.family", "'linux', 'windows' or 'macos'."),
        Text("os.name", "The operating system and its release."),
        Text("arch", "'x64' or 'arm64'."),
        Number("cpu.cores", MostCores, "Processor cores lent.") with { Standing = true },
        Number("cpu.free", MostCores, "Processor cores not leased.") with { Standing = true },
        Number("cpu.score", MostScore, "Measured speed of one core; 1000 is a desktop of 2020."),
        Number("load1", MostLoad, "Mean number of runnable threads, 1 minute.") with
        {
            Standing = true,
        },
        Number("load5", MostLoad, "Mean number of runnable threads, 5 minutes."),
        Number("load15", MostLoad, "Mean number of runnable threads, 15 minutes."),
        Bytes("mem.total", "Memory lent.") with { Standing = true },
        Bytes("mem.free", "Memory not leased.") with { Standing = true },
        Bytes("disk.total", "Disk lent.") with { Standing = true },
        Bytes("disk.free", "Disk not used.") with { Standing = true },
        Whole("leases", 256, "Leases it has granted and not ended.") with { Standing = true },
        Whole("tasks", 1024, "Attempts it runs now.") with { Standing = true },
    ];

    private static IEnumerable<Column> Network =>
    [
        Seconds("net.rtt", "Median round trip to the peers it talks to.") with { High = 60 },
        new("net.up", Values.ColumnType.Float, Values.Unit.BitsPerSecond, Privacy.Public,
            "Measured sending rate.") { Low = 0, High = MostBitsPerSecond },
        new("net.down", Values.ColumnType.Float, Values.Unit.BitsPerSecond, Privacy.Public,
            "Measured receiving rate.") { Low = 0, High = MostBitsPerSecond },
        Coordinate("coord.x", "Network coordinate: first axis."),
        Coordinate("coord.y", "Network coordinate: second axis."),
        Coordinate("coord.height", "Network coordinate: time to leave the site."),
        Text("address", "Where it is reached.") with { Privacy = Privacy.Private },
    ];

    private static Column Coordinate(string name, string doc) =>
        Seconds(name, doc) with { Low = -60, High = 60, Privacy = Privacy.Coarse };
}
