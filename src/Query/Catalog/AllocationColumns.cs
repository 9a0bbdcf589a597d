using static P2PCS.Query.Catalog.Columns;

namespace P2PCS.Query.Catalog;

/// <summary>The tables of leases and subclouds.</summary>
internal static class AllocationColumns
{
    private const double MostMembers = Protocol.Limits.SubcloudMembers;
    private const double MostCores = 4096;

    public static Table Leases { get; } = new("leases",
    [
        Text("lease_id", "The lease's fence, EPOCH.COUNTER."),
        Text("peer_id", "The machine."),
        Text("subcloud_id", "The subcloud it serves."),
        Text("holder", "Id of the peer that controls it."),
        Text("state", "'held' or 'active'."),
        Number("cpu", MostCores, "Processor cores leased."),
        Bytes("mem", "Memory leased."),
        Time("expires", "When it lapses unless renewed."),
    ],
    "One row per lease, held by the machine that granted it.");

    public static Table Subclouds { get; } = new("subclouds",
    [
        Text("subcloud_id", "The subcloud's id."),
        Text("name", "The name its customer gave it."),
        Text("controller", "Id of the peer that controls it."),
        Text("state",
            "'allocating', 'active', 'degraded', 'released', 'expired' or 'failed'."),
        Whole("requested", MostMembers, "Members wanted."),
        Whole("min", MostMembers, "Members that will do."),
        Whole("ready", MostMembers, "Members that are leased and answer."),
        Whole("lost", 1e6, "Members lost so far."),
        Number("cpu", MostCores, "Processor cores of each member."),
        Bytes("mem", "Memory of each member."),
        Time("created", "When it was asked for."),
        Time("expires", "When its time ends."),
        Text("reason.code", "Why it is in this state, as a word."),
    ],
    "One row per subcloud, held by the peer that controls it.");
}
