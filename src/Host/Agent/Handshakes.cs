using System.Security.Cryptography;
using P2PCS.Host.Identity;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Membership.Admission;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>Who this peer is in handshakes, and whom it takes for a member.</summary>
internal static class Handshakes
{
    /// <summary>Shows the membership's chain, and asks the node's register about others'.
    /// </summary>
    /// <param name="node">The node; asked on its own thread only.</param>
    /// <param name="identity">The peer's key.</param>
    /// <param name="membership">Its membership.</param>
    public static HandshakeIdentity Of(
        PeerNode node, PeerIdentity identity, CloudMembership membership)
    {
        return new HandshakeIdentity(
            identity.Id,
            node.Self.Epoch,
            membership.Cloud,
            membership.Chain.Bytes,
            input => EcdsaSignature.Sign(identity.Key, input),
            Verify);

        AdmissionRefusal Verify(
            ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder)
        {
            holder = default;
            AdmissionRefusal refusal = node.Charter.Members.Admit(
                HostClock.ToUnixSeconds(now), credential, out VerifiedPeer peer);
            if (refusal != AdmissionRefusal.None)
                return refusal;
            if (!peer.Key.TryExpand(out ECPoint point))
                return AdmissionRefusal.Malformed;
            var end = new Instant((peer.NotAfter + 1) * TimeSpan.TicksPerSecond);
            holder = new CredentialHolder(peer.Id, point, end);
            return AdmissionRefusal.None;
        }
    }
}
