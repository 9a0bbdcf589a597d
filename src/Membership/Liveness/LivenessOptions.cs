namespace P2PCS.Membership.Liveness;

/// <summary>Parameters of failure detection.</summary>
public sealed record LivenessOptions
{
    /// <summary>Period of probing, before jitter. Source: SWIM 2002, section 4: one protocol
    /// period; here the gossip cycle.</summary>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Probes sent per cycle at the most. Our guess: keeps a cloud of ten at one probe
    /// per peer and cycle, and a large one under 1 kB per cycle.</summary>
    public int ProbesPerCycle { get; init; } = 8;

    /// <summary>Probes in a row that must go unanswered. Source: SWIM 2002, section 3.1 asks
    /// k = 3 others; here the same peer is asked three times.</summary>
    public int MissesAllowed { get; init; } = 3;

    /// <summary>Silence after which a peer may be called unreachable. Our guess: five LAN
    /// cycles; processes of one busy machine pause for a second now and then.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a peer that is gone stays in the table. Our guess: long enough for a
    /// reboot, short enough to keep the table small.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromMinutes(10);
}
