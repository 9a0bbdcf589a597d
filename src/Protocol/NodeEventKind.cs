namespace P2PCS.Protocol;

/// <summary>What a <see cref="NodeEvent"/> tells.</summary>
public enum NodeEventKind
{
    /// <summary>A peer answered for the first time, or again.</summary>
    PeerAlive,

    /// <summary>A peer stopped answering.</summary>
    PeerUnreachable,

    /// <summary>A peer said goodbye.</summary>
    PeerLeft,

    /// <summary>A peer came back with a higher boot epoch (value).</summary>
    PeerRestarted,

    /// <summary>This machine holds resources for a subcloud; value is the fence's counter.
    /// </summary>
    LeaseHeld,

    /// <summary>A hold became a lease; value is the fence's counter.</summary>
    LeaseActive,

    /// <summary>A hold or lease lapsed on this machine's clock; value: the counter.</summary>
    LeaseLapsed,

    /// <summary>A lease was handed back; value is the fence's counter.</summary>
    LeaseReleased,

    /// <summary>A subcloud changed its state; value is the state.</summary>
    SubcloudState,

    /// <summary>A subcloud lost a member.</summary>
    MemberLost,

    /// <summary>A task changed its state; value is the state.</summary>
    TaskState,

    /// <summary>An attempt was lost and its task will run again; value: the attempt.</summary>
    AttemptLost,

    /// <summary>A statement of the root or an admin became known; subject: the first half of its
    /// digest, value: its kind.</summary>
    StatementLearned,

    /// <summary>A peer is no member any more and was forgotten.</summary>
    PeerBarred,

    /// <summary>A query that was asked here has its answer; subject: the query.</summary>
    QueryAnswered,

    /// <summary>The owner of this machine ended a hold or lease; value: the counter.</summary>
    LeaseRevoked,

    /// <summary>A subcloud has a new member; value is the fence's counter.</summary>
    MemberActive,

    /// <summary>A member's machine does not answer; its lease goes on.</summary>
    MemberUnreachable,

    /// <summary>A member's machine answers again.</summary>
    MemberReachable,

    /// <summary>A member's machine is drained: it gets no new tasks and is replaced.</summary>
    MemberDraining,

    /// <summary>A subcloud gave a member back and goes on without it.</summary>
    MemberReleased,

    /// <summary>The customer changed a subcloud; value is the members now wanted.</summary>
    SubcloudChanged,
}
