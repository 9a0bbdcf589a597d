using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>A member whose chain was verified here; after a restart without the chain, until it
/// shows it again.</summary>
/// <param name="peer">What the chain says.</param>
/// <param name="credential">The chain, or null.</param>
/// <param name="names">The hash of each key of the chain.</param>
internal sealed class AdmittedPeer(VerifiedPeer peer, Credential? credential, Digest[] names)
{
    public VerifiedPeer Peer => peer;

    /// <summary>What statements say against it now.</summary>
    public AdmissionRefusal Check(StatementSet statements) => credential is not null
        ? statements.Check(credential, names, int.MaxValue)
        : statements.CheckAdmitted(peer.Id, peer.Invite);
}
