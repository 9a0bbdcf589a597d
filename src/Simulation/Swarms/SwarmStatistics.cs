namespace P2PCS.Simulation.Swarms;

/// <summary>Numbers of one run of a scenario.</summary>
public sealed record SwarmStatistics
{
    /// <summary>Machines.</summary>
    public int Nodes { get; init; }

    /// <summary>How much virtual time passed.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Steps of nodes.</summary>
    public long Steps { get; init; }

    /// <summary>Datagrams sent, lost ones included.</summary>
    public long Frames { get; init; }

    /// <summary>Subclouds asked for.</summary>
    public int Subclouds { get; init; }

    /// <summary>Tasks submitted.</summary>
    public int Tasks { get; init; }

    /// <summary>Tasks that live nodes know as succeeded at the end.</summary>
    public int Succeeded { get; init; }

    /// <summary>Attempts that were lost.</summary>
    public int Retried { get; init; }

    /// <summary>Nodes killed.</summary>
    public int Crashes { get; init; }

    /// <summary>Hash of the whole history: the same for every run of a seed.</summary>
    public ulong History { get; init; }
}
