namespace P2PCS.Allocation.Leases;

/// <summary>Parameters of leases, on the machine's side and on the customer's.</summary>
public sealed record LeaseOptions
{
    /// <summary>How long a machine holds what was reserved but not committed, on its own clock.
    /// Source: design, "held &lt;= 5 s on its own monotonic clock".</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a lease lasts unless renewed; it is renewed each third of this.
    /// Source: design, "renew each third of 30 s".</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest lease a machine grants at a time. Source: store-and-security A.5, D is
    /// 30 to 300 s.</summary>
    public TimeSpan LeaseMax { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>When an unanswered request to a machine is sent again. Our guess: a quarter of
    /// a second covers a busy machine and every path on earth.</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long one round of reserving or committing waits for answers. Our guess: four
    /// sends, and well under the hold.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(1);
}
