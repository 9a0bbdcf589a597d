namespace P2PCS.Simulation.Holds;

/// <summary>Numbers of one run: what was checked, and that there was something to check.
/// </summary>
public sealed record HoldStatistics
{
    /// <summary>Holds that machines granted.</summary>
    public long Holds { get; init; }

    /// <summary>Holds that became leases.</summary>
    public long Leases { get; init; }

    /// <summary>Holds that lapsed because nobody committed or released them.</summary>
    public long Lapsed { get; init; }

    /// <summary>Of these, holds of customers that were dead or cut off by then.</summary>
    public long Vanished { get; init; }

    /// <summary>Operations that were refused because their fence was stale.</summary>
    public long StaleRefused { get; init; }

    /// <summary>Subclouds that came up.</summary>
    public long CameUp { get; init; }

    /// <summary>Subclouds that failed for want of machines.</summary>
    public long Failed { get; init; }

    /// <summary>Nodes killed.</summary>
    public int Crashes { get; init; }

    /// <summary>Times the network was cut.</summary>
    public int Cuts { get; init; }

    /// <summary>Datagrams sent, lost ones included.</summary>
    public long Frames { get; init; }

    /// <summary>Hash of the whole history: the same for every run of a seed.</summary>
    public ulong History { get; init; }

    /// <summary>The sums of two runs; the history is the left one's.</summary>
    public static HoldStatistics operator +(HoldStatistics left, HoldStatistics right) =>
        left with
        {
            Holds = left.Holds + right.Holds,
            Leases = left.Leases + right.Leases,
            Lapsed = left.Lapsed + right.Lapsed,
            Vanished = left.Vanished + right.Vanished,
            StaleRefused = left.StaleRefused + right.StaleRefused,
            CameUp = left.CameUp + right.CameUp,
            Failed = left.Failed + right.Failed,
            Crashes = left.Crashes + right.Crashes,
            Cuts = left.Cuts + right.Cuts,
            Frames = left.Frames + right.Frames,
        };
}
