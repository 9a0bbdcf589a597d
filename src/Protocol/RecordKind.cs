namespace P2PCS.Protocol;

/// <summary>What a durable record of a node holds.</summary>
public enum RecordKind : byte
{
    /// <summary>A hold or lease this machine granted, keyed by its fence.</summary>
    Lease = 1,

    /// <summary>A subcloud this node controls.</summary>
    Subcloud = 2,

    /// <summary>A task this node controls.</summary>
    Task = 3,

    /// <summary>A lease that another machine granted to this node, keyed by its request.</summary>
    Member = 4,

    /// <summary>A statement of the cloud's root or of an admin, keyed by its digest.</summary>
    Statement = 5,

    /// <summary>A peer that an invite admitted, keyed by the first half of its id.</summary>
    Admission = 6,

    /// <summary>An invite made here, keyed by its id.</summary>
    Invite = 7,
}
