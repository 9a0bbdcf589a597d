namespace P2PCS.Membership.Peers;

/// <summary>What a node believes of a peer.</summary>
public enum PeerState : byte
{
    /// <summary>Heard of, but it has not answered yet.</summary>
    Unverified,

    /// <summary>It answers.</summary>
    Alive,

    /// <summary>A probe of it failed; it may still answer the suspicion.</summary>
    Suspect,

    /// <summary>It stopped answering; it may be dead, cut off or slow.</summary>
    Unreachable,

    /// <summary>It said goodbye.</summary>
    Left,
}
