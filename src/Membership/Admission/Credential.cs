using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>
/// A chain of links from a cloud's root key: of a peer, of an invite, or with no link the root
/// itself. Reading checks the grammar only; <see cref="CredentialCheck"/> decides. Bytes: version
/// (u8, 1), root key (33), number of links (u8, 0 to 6), then each link and its signature (64).
/// </summary>
public sealed class Credential
{
    /// <summary>Most links of a chain.</summary>
    public const int LinksMax = 6;

    /// <summary>Longest chain, in bytes.</summary>
    public const int LengthMax = 700;

    private const byte Version = 1;

    private readonly CertificateLink[] links;
    private readonly EcdsaSignature[] signatures;
    private readonly byte[] bytes;

    private Credential(
        PublicKey root, CertificateLink[] links, EcdsaSignature[] signatures, byte[] bytes)
    {
        Root = root;
        this.links = links;
        this.signatures = signatures;
        this.bytes = bytes;
    }

    /// <summary>The cloud's root key, as the chain says.</summary>
    public PublicKey Root { get; }

    /// <summary>The links, from the root's on.</summary>
    public ReadOnlySpan<CertificateLink> Links => links;

    /// <summary>The signature of each link.</summary>
    public ReadOnlySpan<EcdsaSignature> Signatures => signatures;

    /// <summary>The encoding, the only one of this chain.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>A chain without links: the root speaks for itself.</summary>
    public static Credential OfRoot(PublicKey root) => Make(root, [], []);

    /// <summary>This chain with one more link.</summary>
    /// <param name="link">What the last key of this chain says of another.</param>
    /// <param name="issuer">The private half of the last key.</param>
    /// <param name="cloud">The cloud; it is signed too.</param>
    public Credential With(in CertificateLink link, ECDsa issuer, CloudId cloud)
    {
        Invariant.Holds(links.Length < LinksMax);
        return Make(Root, [.. links, link], [.. signatures, link.Sign(issuer, cloud)]);
    }

    /// <summary>Reads a chain that fills these bytes exactly.</summary>
    /// <returns><see cref="AdmissionRefusal.None"/>, Malformed or ChainTooLong.</returns>
    public static AdmissionRefusal TryRead(ReadOnlySpan<byte> bytes, out Credential? credential)
    {
        credential = null;
        if (bytes.Length > LengthMax)
            return AdmissionRefusal.ChainTooLong;
        var reader = new WireReader(bytes);
        reader.Require(reader.U8() == Version);
        PublicKey root = PublicKey.Read(ref reader);
        int count = reader.U8();
        if (count > LinksMax)
            return AdmissionRefusal.ChainTooLong;
        var links = new CertificateLink[count];
        var signatures = new EcdsaSignature[count];
        for (int i = 0; i < count; i++)
        {
            links[i] = CertificateLink.Read(ref reader);
            signatures[i] = EcdsaSignature.Read(ref reader);
        }

        if (!reader.Complete)
            return AdmissionRefusal.Malformed;
        credential = new Credential(root, links, signatures, bytes.ToArray());
        return AdmissionRefusal.None;
    }

    private static Credential Make(
        PublicKey root, CertificateLink[] links, EcdsaSignature[] signatures)
    {
        Span<byte> buffer = stackalloc byte[LengthMax];
        var writer = new WireWriter(buffer);
        writer.U8(Version);
        root.Write(ref writer);
        writer.U8((byte)links.Length);
        for (int i = 0; i < links.Length; i++)
        {
            links[i].Write(ref writer);
            signatures[i].Write(ref writer);
        }

        return new Credential(root, links, signatures, buffer[..writer.Length].ToArray());
    }
}
