namespace P2PCS.Host.Readings;

/// <summary>What was read of this machine at one moment; null where the machine does not tell.
/// </summary>
/// <param name="At">When, UTC.</param>
/// <param name="Facts">What does not change.</param>
public sealed record MachineReading(DateTimeOffset At, MachineFacts Facts)
{
    /// <summary>Processor cores that this agent may use; thousandths count.</summary>
    public double? Cores { get; init; }

    /// <summary>Cores that nobody used since the reading before, within what the agent may use;
    /// null at the first reading.</summary>
    public double? CpuFree { get; init; }

    /// <summary>Memory that this agent may use, in bytes.</summary>
    public long? MemTotal { get; init; }

    /// <summary>Memory that a new program could have, in bytes.</summary>
    public long? MemFree { get; init; }

    /// <summary>Size of the file system with the data directory, in bytes.</summary>
    public long? DiskTotal { get; init; }

    /// <summary>What this user may still write there, in bytes.</summary>
    public long? DiskFree { get; init; }

    /// <summary>Mean number of processes that ran or waited, of the last minute.</summary>
    public double? Load1 { get; init; }

    /// <summary>The same of five minutes.</summary>
    public double? Load5 { get; init; }

    /// <summary>The same of fifteen minutes.</summary>
    public double? Load15 { get; init; }

    /// <summary>How long the machine has run.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>What reading all this took of this thread.</summary>
    public TimeSpan Took { get; init; }
}
