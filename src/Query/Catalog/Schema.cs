namespace P2PCS.Query.Catalog;

/// <summary>Every table of the cloud.</summary>
public static class Schema
{
    /// <summary>Machines: each peer holds its own row.</summary>
    public static Table Peers { get; } = PeerColumns.Table;

    /// <summary>Rights to use a machine: held by the machine that granted them.</summary>
    public static Table Leases { get; } = AllocationColumns.Leases;

    /// <summary>Sets of leased machines: held by the peer that controls them.</summary>
    public static Table Subclouds { get; } = AllocationColumns.Subclouds;

    /// <summary>Tasks: held by the peer that coordinates them.</summary>
    public static Table Tasks { get; } = WorkColumns.Tasks;

    /// <summary>Tries of tasks: held by the machine that ran them.</summary>
    public static Table Attempts { get; } = WorkColumns.Attempts;

    /// <summary>What happened lately: held by the peer that saw it.</summary>
    public static Table Events { get; } = WorkColumns.Events;

    /// <summary>All of them, for listing.</summary>
    public static IReadOnlyList<Table> All { get; } =
        [Peers, Leases, Subclouds, Tasks, Attempts, Events];

    /// <summary>A table by its name in any case; null where there is none.</summary>
    public static Table? Find(string name)
    {
        foreach (Table table in All)
        {
            if (table.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return table;
        }

        return null;
    }
}
