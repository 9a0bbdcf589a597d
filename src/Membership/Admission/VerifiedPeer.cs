using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>A member as its verified chain says.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its public key.</param>
/// <param name="Role">What it may do.</param>
/// <param name="NotAfter">The last second of its membership, since 1970 (UTC).</param>
/// <param name="Invite">The invite it came by; zero where the root admitted it itself.</param>
/// <param name="Uses">How many peers that invite admits; zero for any number.</param>
public readonly record struct VerifiedPeer(
    PeerId Id, PublicKey Key, Role Role, long NotAfter, UInt128 Invite, ushort Uses);
