using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using P2PCS.Host.Discovery;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Fuzzing;

/// <summary>What decides who is in a cloud: chains, statements, tokens, announcements.</summary>
internal sealed class AdmissionTargets : IDisposable
{
    private const uint Start = 1_800_000_000;
    private const uint Day = 86_400;
    private const int ChecksumLength = 4;

    private readonly List<ECDsa> keys = [];
    private readonly CloudId cloud;
    private readonly Credential root;
    private readonly (Credential Chain, ECDsa Key) admin;
    private readonly (Credential Chain, ECDsa Key) invite;
    private readonly StatementSet statements = new();
    private Rng rng;

    public AdmissionTargets(ulong seed)
    {
        rng = new Rng(seed, 1);
        ECDsa rootKey = NewKey();
        root = Credential.OfRoot(PublicKey.Of(rootKey));
        cloud = new CloudId(PublicKey.HashOf(rootKey.ExportParameters(false).Q));
        admin = Extend((root, rootKey), LinkKind.Peer, Role.Admin);
        invite = Extend(admin, LinkKind.Invite, Role.Peer);
        Statement ban = Say(StatementContent.Ban(Start + 5, new PeerId(RandomDigest())));
        statements.Add(ban, out _);
    }

    public IEnumerable<FuzzTarget> All =>
    [
        new("chain", Chains(), FeedChain),
        new("statement", Statements(), FeedStatement),
        new("token", [.. Tokens().Select(text => Base64Url.DecodeFromChars(text))], FeedToken)
        {
            Shape = WithChecksum,
        },
        new("token-text", [.. Tokens().Select(text => Encoding.UTF8.GetBytes(
            InviteToken.Prefix + new string(text)))], FeedTokenText),
        new("announcement", [Announcement.Of(cloud, 7400).ToBytes()], FeedAnnouncement),
    ];

    public void Dispose()
    {
        foreach (ECDsa key in keys)
            key.Dispose();
    }

    private void FeedChain(byte[] input, ref Rng random)
    {
        AdmissionRefusal refusal = CredentialCheck.Verify(
            input, cloud, Start + 10 + random.Below(2), statements, out VerifiedPeer peer);
        Invariant.Holds(refusal != AdmissionRefusal.None || !peer.Id.IsNone);
    }

    private void FeedStatement(byte[] input, ref Rng random)
    {
        AdmissionRefusal refusal = Statement.Verify(
            input, cloud, Start + 10, out Statement? said);
        Invariant.Holds((refusal == AdmissionRefusal.None) == said is not null);
        if (said is not null)
            Invariant.Holds(said.Bytes.Span.SequenceEqual(input));
    }

    private static void FeedToken(byte[] input, ref Rng random) =>
        Check(InviteToken.Prefix + Base64Url.EncodeToString(input));

    private static void FeedTokenText(byte[] input, ref Rng random) =>
        Check(Encoding.UTF8.GetString(input));

    // A token has one text: what is read is written the same.
    private static void Check(string text)
    {
        if (InviteToken.TryParse(text, out InviteToken? token))
            Invariant.Holds(token!.Format() == text.Trim());
    }

    private static void FeedAnnouncement(byte[] input, ref Rng random)
    {
        if (Announcement.TryRead(input, out Announcement read))
            Invariant.Holds(read.ToBytes().AsSpan().SequenceEqual(input));
    }

    // Most inputs get their checksum, so that what is behind it is looked at.
    private static byte[] WithChecksum(byte[] changed, ulong random)
    {
        if (random % 8 == 0 || changed.Length < ChecksumLength)
            return changed;
        byte[] content = changed[..^ChecksumLength];
        return [.. content, .. SHA256.HashData(content)[..ChecksumLength]];
    }

    private byte[][] Chains()
    {
        var peer = Extend(invite, LinkKind.Peer, Role.Peer);
        return [root.Bytes.ToArray(), admin.Chain.Bytes.ToArray(), peer.Chain.Bytes.ToArray()];
    }

    private byte[][] Statements()
    {
        var kept = new[] { new PeerId(RandomDigest()), new PeerId(RandomDigest()) };
        StatementContent[] contents =
        [
            StatementContent.Ban(Start + 6, new PeerId(RandomDigest())),
            StatementContent.Revoke(Start + 6, rng.NextName(), kept),
            StatementContent.Revoke(Start + 6, rng.NextName(), []),
        ];
        var key = new CloudKey(2, new byte[CloudKey.SecretLength]);
        return
        [
            .. contents.Select(content => Say(content).Bytes.ToArray()),
            Statement.Make(
                StatementContent.NewKey(Start + 6, key), root, keys[0], cloud)!.Bytes.ToArray(),
        ];
    }

    private char[][] Tokens()
    {
        byte[] scalar = invite.Key.ExportParameters(includePrivateParameters: true).D!;
        var key = new CloudKey(1, new byte[CloudKey.SecretLength]);
        PeerAddress[] contacts = [new(1, 7400), PeerAddress.Narrow([10, 0, 0, 1], 7400)];
        InviteToken[] tokens =
        [
            new(invite.Chain, scalar, key, contacts),
            new(invite.Chain, scalar, null, []),
        ];
        return [.. tokens.Select(token => token.Format()[InviteToken.Prefix.Length..]
            .ToCharArray())];
    }

    private Statement Say(StatementContent content) =>
        Statement.Make(content, admin.Chain, admin.Key, cloud)!;

    private (Credential Chain, ECDsa Key) Extend(
        (Credential Chain, ECDsa Key) by, LinkKind kind, Role role)
    {
        ECDsa key = NewKey();
        PublicKey subject = PublicKey.Of(key);
        CertificateLink link = kind == LinkKind.Invite
            ? new CertificateLink(kind, role, subject, Start, Start + Day, Start + Day, 3)
            : new CertificateLink(kind, role, subject, Start, Start + Day);
        return (by.Chain.With(link, by.Key, cloud), key);
    }

    private ECDsa NewKey()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        keys.Add(key);
        return key;
    }

    private Digest RandomDigest() => new(rng.Next(), rng.Next(), rng.Next(), rng.Next());
}
