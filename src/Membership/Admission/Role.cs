namespace P2PCS.Membership.Admission;

/// <summary>What a member may do; each role includes those before it.</summary>
public enum Role : byte
{
    /// <summary>No role.</summary>
    None = 0,

    /// <summary>May take subclouds and run work; its own machine takes none.</summary>
    Customer = 1,

    /// <summary>Also offers its machine.</summary>
    Peer = 2,

    /// <summary>Also invites, revokes and bans.</summary>
    Admin = 3,
}
