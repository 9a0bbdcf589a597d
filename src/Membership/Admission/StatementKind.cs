namespace P2PCS.Membership.Admission;

/// <summary>What a statement says.</summary>
public enum StatementKind : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An invite admits nobody any more.</summary>
    RevokeInvite = 1,

    /// <summary>A peer is no member any more.</summary>
    BanPeer = 2,

    /// <summary>A new generation of the cloud's key; only the root's own word counts.</summary>
    CloudKey = 3,
}
