using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tasks;

/// <summary>One try of a task on one machine. Changed by the dispatcher only.</summary>
/// <param name="number">Which try, from 1.</param>
/// <param name="peer">The machine.</param>
/// <param name="startedAt">When it was assigned.</param>
public sealed class TaskTry(int number, PeerId peer, Instant startedAt)
{
    /// <summary>Which try, from 1.</summary>
    public int Number => number;

    /// <summary>The machine.</summary>
    public PeerId Peer => peer;

    /// <summary>When it was assigned.</summary>
    public Instant StartedAt => startedAt;

    /// <summary>When it ended; never while it has not.</summary>
    public Instant EndedAt { get; internal set; } = Instant.Never;

    /// <summary>How it stands.</summary>
    public TryState State { get; internal set; }

    /// <summary>The member it runs on; null for a try of an earlier incarnation.</summary>
    internal Member? Member { get; init; }

    /// <summary>How it ended on the machine.</summary>
    internal AttemptOutcome Outcome { get; set; }

    /// <summary>The command's exit code.</summary>
    internal int ExitCode { get; set; }

    /// <summary>Digest of the result's manifest.</summary>
    internal Digest Result { get; set; }

    /// <summary>When the assignment is sent again; never once it was answered.</summary>
    internal Instant ResendAt { get; set; }
}
