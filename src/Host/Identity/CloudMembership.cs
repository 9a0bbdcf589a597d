using System.Security.Cryptography;
using P2PCS.Host.Storage;
using P2PCS.Membership.Admission;

namespace P2PCS.Host.Identity;

/// <summary>What makes this peer a member of its cloud: the chain of its own key, the cloud's key,
/// and at the founder the root key.</summary>
public sealed class CloudMembership : IDisposable
{
    // Our guess: a root that outlives its founder's machine, and members that come again yearly.
    private const int FounderYears = 10;

    internal CloudMembership(
        CloudId cloud, Credential chain, CloudKeys keys, InviteToken? openToken, ECDsa? root)
    {
        Cloud = cloud;
        Chain = chain;
        Keys = keys;
        OpenToken = openToken;
        Root = root;
    }

    /// <summary>The cloud.</summary>
    public CloudId Cloud { get; }

    /// <summary>The chain from the root to this peer.</summary>
    public Credential Chain { get; }

    /// <summary>The cloud's keys as stored; statements may bring later ones.</summary>
    public CloudKeys Keys { get; }

    /// <summary>In an open cloud the token for everybody, else null.</summary>
    public InviteToken? OpenToken { get; }

    /// <summary>Whether anybody may join.</summary>
    public bool IsOpen => OpenToken is not null;

    /// <summary>The cloud's root key; null at all but its founder.</summary>
    public ECDsa? Root { get; }

    /// <summary>What this peer may do.</summary>
    public Role Role => Chain.Links[^1].Role;

    /// <summary>The end of the membership.</summary>
    public DateTimeOffset Until =>
        DateTimeOffset.FromUnixTimeSeconds(Chain.Links[^1].Until);

    /// <summary>The invite it came by; zero at a founder.</summary>
    public UInt128 Invite => Chain.Links.Length > 1 ? Chain.Links[^2].InviteId : 0;

    /// <summary>Makes a new cloud with this peer as its first admin, and writes it down.</summary>
    /// <param name="directory">The peer's data directory, without a membership yet.</param>
    /// <param name="identity">The peer.</param>
    /// <param name="open">Whether anybody may join.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="IOException">A root key is there already, or the disk refuses.</exception>
    public static CloudMembership Found(
        DataDirectory directory, PeerIdentity identity, bool open, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(identity);
        if (File.Exists(directory.RootKeyFile))
        {
            throw new IOException($"{directory.RootKeyFile} is there, but " +
                $"{directory.MembershipFile} is not: restore it from a copy, or move the root " +
                "key away to found another cloud.");
        }

        ECDsa root = KeyFile.Create(directory.RootKeyFile);
        PublicKey rootKey = PublicKey.Of(root);
        var cloud = new CloudId(PublicKey.HashOf(root.ExportParameters(false).Q));
        uint from = Seconds(now);
        uint until = Seconds(now.AddYears(FounderYears));
        Credential anchor = Credential.OfRoot(rootKey);
        Credential chain = anchor.With(
            new CertificateLink(
                LinkKind.Peer, Role.Admin, PublicKey.Of(identity.Key), from, until),
            root,
            cloud);
        InviteToken? token = open ? MakeOpenToken(anchor, root, cloud, (from, until)) : null;
        CloudKeys keys = open
            ? CloudKeys.Open(cloud)
            : new CloudKeys(new CloudKey(
                1, RandomNumberGenerator.GetBytes(CloudKey.SecretLength)));
        var membership = new CloudMembership(cloud, chain, keys, token, root);
        MembershipStore.Write(directory, membership);
        return membership;
    }

    /// <summary>Makes this peer a member by a token; nothing is written yet.</summary>
    /// <param name="token">The token.</param>
    /// <param name="identity">The peer.</param>
    /// <param name="now">The moment.</param>
    /// <param name="membership">What it is now, where it is not refused.</param>
    /// <returns>Why the token admits nobody now.</returns>
    public static AdmissionRefusal Join(
        InviteToken token,
        PeerIdentity identity,
        DateTimeOffset now,
        out CloudMembership? membership)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(identity);
        membership = null;
        if (!token.Invite.Root.TryExpand(out ECPoint root))
            return AdmissionRefusal.Malformed;
        var cloud = new CloudId(PublicKey.HashOf(root));
        AdmissionRefusal refusal =
            CredentialCheck.VerifyInvite(token.Invite, cloud, now.ToUnixTimeSeconds());
        if (refusal != AdmissionRefusal.None)
            return refusal;
        if (Import(token) is not { } key)
            return AdmissionRefusal.BadSignature;
        using (key)
        {
            CertificateLink invite = token.Invite.Links[^1];
            uint from = Math.Clamp(Seconds(now), invite.From, invite.JoinUntil);
            Credential chain = token.Invite.With(
                new CertificateLink(
                    LinkKind.Peer, invite.Role, PublicKey.Of(identity.Key), from, invite.Until),
                key,
                cloud);
            CloudKeys keys = token.Key is null
                ? CloudKeys.Open(cloud)
                : new CloudKeys(token.Key);
            InviteToken? open = token.Key is null ? token with { Contacts = [] } : null;
            membership = new CloudMembership(cloud, chain, keys, open, root: null);
            return AdmissionRefusal.None;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Root?.Dispose();

    internal static uint Seconds(DateTimeOffset moment) =>
        (uint)Math.Clamp(moment.ToUnixTimeSeconds(), 0, uint.MaxValue);

    private static InviteToken MakeOpenToken(
        Credential anchor, ECDsa root, CloudId cloud, (uint From, uint Until) valid)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Credential chain = anchor.With(
            new CertificateLink(
                LinkKind.Invite,
                Role.Peer,
                PublicKey.Of(key),
                valid.From,
                valid.Until,
                valid.Until),
            root,
            cloud);
        return new InviteToken(
            chain, key.ExportParameters(includePrivateParameters: true).D, Key: null, []);
    }

    // The private key must be the one of the invite: else its signatures would only be refused.
    private static ECDsa? Import(InviteToken token)
    {
        if (!token.Invite.Links[^1].Subject.TryExpand(out ECPoint point))
            return null;
        try
        {
            var key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = point,
                D = token.PrivateKey.ToArray(),
            });
            ReadOnlySpan<byte> probe = "p2pcs"u8;
            if (EcdsaSignature.Sign(key, probe).Signs(point, probe))
                return key;
            key.Dispose();
            return null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
