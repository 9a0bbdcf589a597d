using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Identity;

/// <summary>What this peer may say in the name of its cloud: invites and statements, as the root
/// where it has the root key, else as an admin.</summary>
/// <param name="membership">Its membership.</param>
/// <param name="identity">Its own key.</param>
public sealed class CloudAuthority(CloudMembership membership, PeerIdentity identity)
{
    /// <summary>How long members stay who come by an invite. Our guess: a year, then they come
    /// again with a new token.</summary>
    public static readonly TimeSpan MembershipLasts = TimeSpan.FromDays(365);

    /// <summary>How long an invite of an admin admits at most; it admits one. Whoever gets hold
    /// of its token can do all that an admin can. Our guess: the time to pass it on.</summary>
    public static readonly TimeSpan AdminInviteLasts = TimeSpan.FromHours(24);

    /// <summary>The membership.</summary>
    public CloudMembership Membership => membership;

    /// <summary>Whether it may invite, revoke and ban at all.</summary>
    public bool IsAdmin => membership.Root is not null || membership.Role == Role.Admin;

    /// <summary>Whether it may change the cloud's key: it has the root key, and the key is a
    /// secret.</summary>
    public bool MayChangeKey => membership.Root is not null && !membership.IsOpen;

    /// <summary>Links between the root and what this peer says; 0 where it is the root.</summary>
    public int Depth => IssuerChain.Links.Length;

    /// <summary>The key it makes statements with.</summary>
    public PublicKey Issuer => PublicKey.Of(IssuerKey);

    private Credential IssuerChain => membership.Root is { } root
        ? Credential.OfRoot(PublicKey.Of(root))
        : membership.Chain;

    private ECDsa IssuerKey => membership.Root ?? identity.Key;

    /// <summary>Makes an invite; only where <see cref="IsAdmin"/>.</summary>
    /// <param name="role">What those it admits may do.</param>
    /// <param name="uses">How many it admits; zero for any number. An admin's admits one.</param>
    /// <param name="ttl">How long it admits; an admin's for <see cref="AdminInviteLasts"/> at
    /// the most.</param>
    /// <param name="now">The moment.</param>
    /// <param name="keys">The cloud's keys as known now.</param>
    /// <returns>The token without contacts, or null where the chain has no room for a further
    /// invite and its guest.</returns>
    public InviteToken? Invite(
        Role role, ushort uses, TimeSpan ttl, DateTimeOffset now, CloudKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Invariant.Holds(IsAdmin);
        if (role == Role.Admin)
            (uses, ttl) = (1, ttl < AdminInviteLasts ? ttl : AdminInviteLasts);
        Credential chain = IssuerChain;
        if (chain.Links.Length + 2 > Credential.LinksMax)
            return null;
        uint bound = chain.Links.IsEmpty ? uint.MaxValue : chain.Links[^1].Until;
        uint from = Math.Max(
            CloudMembership.Seconds(now), chain.Links.IsEmpty ? 0 : chain.Links[^1].From);
        uint joinUntil = Math.Min(bound, CloudMembership.Seconds(now + ttl));
        uint until = Math.Min(
            bound, Math.Max(joinUntil, CloudMembership.Seconds(now + MembershipLasts)));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var link = new CertificateLink(
            LinkKind.Invite, role, PublicKey.Of(key), from, until, joinUntil, uses);
        return new InviteToken(
            chain.With(link, IssuerKey, membership.Cloud),
            key.ExportParameters(includePrivateParameters: true).D,
            membership.IsOpen ? null : keys.Current,
            []);
    }

    /// <summary>The statement of the next generation of the cloud's key; only where
    /// <see cref="MayChangeKey"/>.</summary>
    /// <param name="keys">The cloud's keys as known now.</param>
    /// <param name="now">The moment.</param>
    public Statement NewKey(CloudKeys keys, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Invariant.Holds(MayChangeKey);
        var key = new CloudKey(
            checked(keys.Current.Generation + 1),
            RandomNumberGenerator.GetBytes(CloudKey.SecretLength));
        Statement? said = Say(StatementContent.NewKey(CloudMembership.Seconds(now), key));
        Invariant.Holds(said is not null);
        return said;
    }

    /// <summary>Signs a statement; only where <see cref="IsAdmin"/>.</summary>
    /// <returns>Null where the membership is over at the statement's time, or has not begun: then
    /// this clock is wrong, or the peer needs a new token. The root can always speak.</returns>
    public Statement? Say(StatementContent content) =>
        Statement.Make(content, IssuerChain, IssuerKey, membership.Cloud);
}
