using P2PCS.Protocol;

namespace P2PCS.Allocation.Attempts;

/// <summary>An attempt on the machine that runs it.</summary>
/// <param name="Key">Which attempt.</param>
/// <param name="Fence">The lease it runs under.</param>
/// <param name="Customer">Whose task it is.</param>
/// <param name="Address">Where reports go.</param>
/// <param name="Resources">How much of the lease it takes while it occupies it.</param>
/// <param name="State">How it stands.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="ExitCode">The command's exit code.</param>
/// <param name="Result">Digest of the result's manifest.</param>
/// <param name="Dismissed">Wanted no more; kept so that a late assignment starts nothing.</param>
/// <param name="NextReport">When its end is reported again.</param>
public readonly record struct LocalAttempt(
    AttemptKey Key,
    Fence Fence,
    PeerId Customer,
    PeerAddress Address,
    Resources Resources,
    AttemptState State,
    AttemptOutcome Outcome,
    int ExitCode,
    Digest Result,
    bool Dismissed,
    Instant NextReport)
{
    /// <summary>Whether it still takes a part of its lease.</summary>
    public bool Occupies => State is AttemptState.Staging or AttemptState.Running;
}
