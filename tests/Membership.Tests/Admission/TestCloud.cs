using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Membership.Tests.Admission;

/// <summary>A cloud with its root key, and keys for whoever joins.</summary>
internal sealed class TestCloud : IDisposable
{
    public const uint Start = 1_800_000_000;
    public const uint Day = 86_400;

    private readonly List<ECDsa> keys = [];

    public TestCloud()
    {
        Root = NewKey();
        Id = new CloudId(PublicKey.HashOf(Root.ExportParameters(false).Q));
        RootChain = Credential.OfRoot(PublicKey.Of(Root));
    }

    public ECDsa Root { get; }

    public CloudId Id { get; }

    public Credential RootChain { get; }

    public ECDsa NewKey()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        keys.Add(key);
        return key;
    }

    public static PeerId NameOf(ECDsa key) =>
        new(PublicKey.HashOf(key.ExportParameters(false).Q));

    /// <summary>An invite that its issuer makes for a day, for members of a year.</summary>
    public (Credential Chain, ECDsa Key) Invite(
        (Credential Chain, ECDsa Key) issuer, Role role = Role.Peer, ushort uses = 1)
    {
        ECDsa key = NewKey();
        uint from = issuer.Chain.Links.IsEmpty ? Start : issuer.Chain.Links[^1].From;
        uint until = issuer.Chain.Links.IsEmpty
            ? Start + (365 * Day)
            : issuer.Chain.Links[^1].Until;
        return (issuer.Chain.With(
            new CertificateLink(
                LinkKind.Invite, role, PublicKey.Of(key), from, until, Start + Day, uses),
            issuer.Key,
            Id), key);
    }

    public (Credential Chain, ECDsa Key) Join(
        (Credential Chain, ECDsa Key) invite, ECDsa? own = null)
    {
        ECDsa key = own ?? NewKey();
        CertificateLink last = invite.Chain.Links[^1];
        return (invite.Chain.With(
            new CertificateLink(
                LinkKind.Peer, last.Role, PublicKey.Of(key), last.From, last.Until),
            invite.Key,
            Id), key);
    }

    /// <summary>A peer that the root admits itself.</summary>
    public (Credential Chain, ECDsa Key) Founder(Role role = Role.Admin)
    {
        ECDsa key = NewKey();
        return (RootChain.With(
            new CertificateLink(
                LinkKind.Peer, role, PublicKey.Of(key), Start, Start + (3650 * Day)),
            Root,
            Id), key);
    }

    /// <summary>An admin that came by an invite of another.</summary>
    public (Credential Chain, ECDsa Key) Admin((Credential Chain, ECDsa Key) by) =>
        Join(Invite(by, Role.Admin));

    public (Credential Chain, ECDsa Key) RootPair => (RootChain, Root);

    public AdmissionRefusal Verify(Credential chain, long at = Start + 10) =>
        Verify(chain.Bytes.Span, new StatementSet(), at);

    public AdmissionRefusal Verify(
        ReadOnlySpan<byte> chain, StatementSet statements, long at = Start + 10) =>
        CredentialCheck.Verify(chain, Id, at, statements, out _);

    public Statement Say(StatementContent content, (Credential Chain, ECDsa Key) by) =>
        Statement.Make(content, by.Chain, by.Key, Id)
        ?? throw new InvalidOperationException("no right to say it");

    public void Dispose()
    {
        foreach (ECDsa key in keys)
            key.Dispose();
    }
}
