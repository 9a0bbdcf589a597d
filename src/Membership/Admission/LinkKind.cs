namespace P2PCS.Membership.Admission;

/// <summary>What a link of a chain certifies.</summary>
public enum LinkKind : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The right to admit peers: its key is in a token.</summary>
    Invite = 1,

    /// <summary>A member: its key is the peer's own.</summary>
    Peer = 2,
}
