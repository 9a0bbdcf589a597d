using System.Security.Cryptography;
using P2PCS.Host.Identity;
using P2PCS.Host.Sealing;
using P2PCS.Host.Shell;
using P2PCS.Host.Streams;
using P2PCS.Membership.Admission;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>Ties what the node knows of its cloud's members to what lets them in: the channel of
/// datagrams and the gate of streams.</summary>
internal sealed class CloudTies
{
    private readonly PeerIdentity identity;
    private readonly CloudMembership membership;
    private readonly AgentLog log;
    private readonly ChainCheck chains;
    private readonly RefusalNotes notes = new(TimeProvider.System);
    private NodeActor? actor;
    private long followed;

    /// <summary>Ties that hold nothing until <see cref="OpenChannel"/> and <see cref="Attach"/>.
    /// </summary>
    public CloudTies(PeerIdentity identity, CloudMembership membership, AgentLog log)
    {
        this.identity = identity;
        this.membership = membership;
        this.log = log;
        chains = new ChainCheck(membership.Cloud, TimeProvider.System);
        Gate = new MemberGate(VerifyAsync);
    }

    /// <summary>Lets members read streams.</summary>
    public MemberGate Gate { get; }

    /// <summary>Whether the cloud admits this peer.</summary>
    public Acceptance Acceptance { get; } = new();

    /// <summary>Makes the channel whose handshakes show the membership's chain and ask the node's
    /// register about others'.</summary>
    public SealedChannel OpenChannel(PeerNode node, SendSealed send) => new(
        new SealedChannelParts(
            new SealingOptions(),
            new HandshakeIdentity(
                identity.Id,
                node.Self.Epoch,
                membership.Cloud,
                membership.Chain.Bytes,
                input => EcdsaSignature.Sign(identity.Key, input),
                (ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder) =>
                    Verify(node, credential, now, out holder))
            {
                Admit = (in CredentialHolder holder, Instant now) =>
                    node.Charter.Members.Register(HostClock.ToUnixSeconds(now), holder.Member!),
            },
            membership.Keys,
            SealingEntropy.System,
            send,
            TellRefused));

    /// <summary>From now on there is a node to ask.</summary>
    public void Attach(NodeActor running) => actor = running;

    /// <summary>Follows what happened; on the node's thread.</summary>
    public void Tell(in NodeEvent happened)
    {
        if (happened.Kind == NodeEventKind.PeerAlive)
            Acceptance.Admitted();
        else if (happened.Kind == NodeEventKind.PeerBarred)
            actor!.Sealing.Forget(happened.Peer);
    }

    /// <summary>Follows who is a member and which keys hold; on the node's thread.</summary>
    public void Follow(PeerNode node, Instant now)
    {
        Gate.Update(node.Charter.Members.Current(HostClock.ToUnixSeconds(now)));
        if (node.Charter.Statements.Version == followed)
            return;
        followed = node.Charter.Statements.Version;
        actor!.Sealing.Use(now, node.Charter.Statements.Apply(membership.Keys));
    }

    private static AdmissionRefusal Verify(
        PeerNode node,
        ReadOnlySpan<byte> credential,
        Instant now,
        out CredentialHolder holder)
    {
        holder = default;
        MemberRegister members = node.Charter.Members;
        AdmissionRefusal refusal = CredentialCheck.Prove(
            credential, members.Cloud, HostClock.ToUnixSeconds(now), out AdmittedPeer? member);
        if (refusal == AdmissionRefusal.None)
            refusal = member!.Check(members.Statements);
        if (refusal != AdmissionRefusal.None)
            return refusal;
        VerifiedPeer peer = member!.Peer;
        if (!peer.Key.TryExpand(out ECPoint point))
            return AdmissionRefusal.Malformed;
        var end = new Instant((peer.NotAfter + 1) * TimeSpan.TicksPerSecond);
        holder = new CredentialHolder(peer.Id, point, end) { Member = member };
        return AdmissionRefusal.None;
    }

    // For a peer that reads a stream before there was any handshake, as after a restart.
    private async Task<AdmissionRefusal?> VerifyAsync(
        PeerAddress from, PeerId caller, ReadOnlyMemory<byte> chain)
    {
        if (actor is null)
            return AdmissionRefusal.NotYetValid;
        (AdmissionRefusal? refusal, AdmittedPeer? member) =
            await chains.VerifyAsync(from, caller, chain);
        if (refusal != AdmissionRefusal.None)
            return refusal;

        // Signatures were checked on the caller's thread; the node adds what only it knows.
        return await actor.AskAsync((node, now, _) =>
            node.Charter.Members.Register(HostClock.ToUnixSeconds(now), member!));
    }

    private void TellRefused(HandshakeRefusal refusal)
    {
        if (refusal.ByOther && refusal.Admission != AdmissionRefusal.None)
            Acceptance.Refused(refusal.Address, refusal.Admission);
        if (notes.IsNew(refusal))
            log.Refused(refusal);
    }
}
