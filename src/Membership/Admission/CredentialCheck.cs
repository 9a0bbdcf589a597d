using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Membership.Admission;

/// <summary>Decides offline whether a chain makes somebody a member, and if not, why.</summary>
public static class CredentialCheck
{
    /// <summary>How far clocks of members may differ, in seconds. Our guess: machines without
    /// time synchronisation drift by less than this in months.</summary>
    public const int ClockSlack = 600;

    /// <summary>Checks the chain of a peer; nothing is changed.</summary>
    /// <param name="chain">The bytes, whatever they are.</param>
    /// <param name="cloud">The cloud it must be of.</param>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    /// <param name="statements">What was revoked and who was banned.</param>
    /// <param name="peer">The member, where it is one.</param>
    /// <returns>The first reason against it, or none.</returns>
    /// <remarks>Costs one signature check and one square root per link.</remarks>
    public static AdmissionRefusal Verify(
        ReadOnlySpan<byte> chain,
        CloudId cloud,
        long unixSeconds,
        StatementSet statements,
        out VerifiedPeer peer)
    {
        ArgumentNullException.ThrowIfNull(statements);
        AdmissionRefusal refusal = Prove(chain, cloud, unixSeconds, out AdmittedPeer? member);
        if (refusal == AdmissionRefusal.None)
            refusal = member!.Check(statements);
        peer = refusal == AdmissionRefusal.None ? member!.Peer : default;
        return refusal;
    }

    /// <summary>Checks all of a peer's chain but what statements say of it and how often its
    /// invites were used: for <see cref="MemberRegister.Register"/>. Any thread may call it.
    /// </summary>
    /// <param name="chain">The bytes, whatever they are.</param>
    /// <param name="cloud">The cloud it must be of.</param>
    /// <param name="unixSeconds">The moment, seconds since 1970 (UTC).</param>
    /// <param name="member">What was checked, where nothing is against it.</param>
    /// <returns>The first reason against it, or none.</returns>
    public static AdmissionRefusal Prove(
        ReadOnlySpan<byte> chain, CloudId cloud, long unixSeconds, out AdmittedPeer? member)
    {
        member = null;
        AdmissionRefusal refusal = Credential.TryRead(chain, out Credential? credential);
        if (refusal != AdmissionRefusal.None)
            return refusal;
        refusal = CheckKeys(credential!, cloud, out Digest[] names);
        if (refusal == AdmissionRefusal.None)
            refusal = CheckLinks(credential!, LinkKind.Peer);
        if (refusal == AdmissionRefusal.None)
            refusal = CheckTimes(credential!, unixSeconds);
        if (refusal == AdmissionRefusal.None)
            member = new AdmittedPeer(Describe(credential!, names), credential!, names);
        return refusal;
    }

    /// <summary>Checks the chain of an invite, as far as it can be used at this moment.</summary>
    public static AdmissionRefusal VerifyInvite(
        Credential invite, CloudId cloud, long unixSeconds)
    {
        ArgumentNullException.ThrowIfNull(invite);
        AdmissionRefusal refusal = CheckKeys(invite, cloud, out _);
        if (refusal == AdmissionRefusal.None)
            refusal = CheckLinks(invite, LinkKind.Invite);
        if (refusal == AdmissionRefusal.None)
            refusal = CheckTimes(invite, unixSeconds);
        return refusal == AdmissionRefusal.None && unixSeconds > invite.Links[^1].JoinUntil
            ? AdmissionRefusal.InviteExpired
            : refusal;
    }

    // Signatures and the cloud; gives the hash of each key: a peer's id where it is a peer's.
    internal static AdmissionRefusal CheckKeys(
        Credential credential, CloudId cloud, out Digest[] names)
    {
        names = new Digest[credential.Links.Length];
        if (!credential.Root.TryExpand(out ECPoint issuer))
            return AdmissionRefusal.Malformed;
        if (PublicKey.HashOf(issuer) != cloud.Hash)
            return AdmissionRefusal.WrongCloud;
        for (int i = 0; i < names.Length; i++)
        {
            CertificateLink link = credential.Links[i];
            if (!link.IsSignedBy(issuer, cloud, credential.Signatures[i]))
                return AdmissionRefusal.BadSignature;
            if (!link.Subject.TryExpand(out ECPoint subject))
                return AdmissionRefusal.Malformed;
            names[i] = PublicKey.HashOf(subject);
            issuer = subject;
        }

        return AdmissionRefusal.None;
    }

    // The root signs invites and peers, an invite peers, and an admin invites; all only narrows.
    internal static AdmissionRefusal CheckLinks(Credential credential, LinkKind last)
    {
        LinkKind before = LinkKind.None;
        Role role = Role.Admin;
        uint from = 0;
        uint until = uint.MaxValue;
        uint joinUntil = uint.MaxValue;
        foreach (ref readonly CertificateLink link in credential.Links)
        {
            if (link.Kind == before)
                return AdmissionRefusal.WrongOrder;
            if (link.Role > role || (link.Kind == LinkKind.Invite && role != Role.Admin))
                return AdmissionRefusal.RoleTooWide;
            if (link.From < from || link.Until > until)
                return AdmissionRefusal.ValidityTooWide;
            if (link.From > joinUntil)
                return AdmissionRefusal.InviteExpired;
            (before, role, from, until) = (link.Kind, link.Role, link.From, link.Until);
            joinUntil = link.Kind == LinkKind.Invite ? link.JoinUntil : uint.MaxValue;
        }

        return before == last ? AdmissionRefusal.None : AdmissionRefusal.WrongOrder;
    }

    internal static AdmissionRefusal CheckTimes(Credential credential, long unixSeconds)
    {
        // Validity only narrows, so the last link decides.
        CertificateLink last = credential.Links[^1];
        if (unixSeconds > last.Until)
            return AdmissionRefusal.Expired;
        return unixSeconds + ClockSlack < last.From
            ? AdmissionRefusal.NotYetValid
            : AdmissionRefusal.None;
    }

    internal static VerifiedPeer Describe(Credential credential, Digest[] names)
    {
        ReadOnlySpan<CertificateLink> links = credential.Links;
        CertificateLink own = links[^1];
        bool invited = links.Length > 1;
        return new VerifiedPeer(
            new PeerId(names[^1]),
            own.Subject,
            own.Role,
            own.Until,
            invited ? links[^2].InviteId : 0,
            invited ? links[^2].Uses : (ushort)0);
    }
}
