using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>
/// Something the root or an admin says to the whole cloud, signed; an instance has been verified.
/// Bytes: content, length of the issuer's chain (u16), the chain, signature (64).
/// </summary>
public sealed class Statement
{
    /// <summary>Longest statement, in bytes; it fits a datagram.</summary>
    public const int LengthMax =
        StatementContent.LengthMax + 2 + Credential.LengthMax + EcdsaSignature.Length;

    private readonly byte[] bytes;

    private Statement(StatementContent content, Credential issuer, Digest[] names, byte[] bytes)
    {
        Content = content;
        Issuer = issuer;
        IssuerNames = names;
        this.bytes = bytes;
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(bytes, hash);
        Id = Digest.Read(hash);
    }

    /// <summary>What is said.</summary>
    public StatementContent Content { get; }

    /// <summary>Who says it: the root (no link) or an admin.</summary>
    public Credential Issuer { get; }

    /// <summary>Links between the root and who says it.</summary>
    public int Depth => IssuerNames.Length;

    /// <summary>The SHA-256 of the bytes.</summary>
    public Digest Id { get; }

    /// <summary>The encoding, the only one of this statement.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    internal Digest[] IssuerNames { get; }

    private static ReadOnlySpan<byte> Domain => "p2pcs statement 1"u8;

    /// <summary>Signs a statement.</summary>
    /// <param name="content">What to say.</param>
    /// <param name="issuer">The chain of the root or of an admin.</param>
    /// <param name="key">Its private key.</param>
    /// <param name="cloud">The cloud.</param>
    /// <returns>The statement, or null where the chain gives no right to make one.</returns>
    public static Statement? Make(
        StatementContent content, Credential issuer, ECDsa key, CloudId cloud)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(issuer);
        Span<byte> buffer = stackalloc byte[LengthMax];
        var writer = new WireWriter(buffer);
        content.Write(ref writer);
        writer.U16((ushort)issuer.Bytes.Length);
        writer.Bytes(issuer.Bytes.Span);
        Span<byte> input = stackalloc byte[Domain.Length + Digest.Length + LengthMax];
        int length = WriteInput(input, cloud, buffer[..writer.Length]);
        EcdsaSignature.Sign(key, input[..length]).Write(ref writer);
        byte[] bytes = buffer[..writer.Length].ToArray();
        return Verify(bytes, cloud, content.Time, out Statement? made) == AdmissionRefusal.None
            ? made
            : null;
    }

    /// <summary>Reads a statement that fills these bytes exactly, and checks that who says it had
    /// the right to at the time it says. What other statements say of the issuer is another
    /// question, answered by <see cref="StatementSet"/>.</summary>
    public static AdmissionRefusal Verify(
        ReadOnlySpan<byte> bytes, CloudId cloud, long unixSeconds, out Statement? statement)
    {
        statement = null;
        AdmissionRefusal refusal = Split(bytes, out Parts parts);
        if (refusal != AdmissionRefusal.None)
            return refusal;
        if (parts.Content!.Time > unixSeconds + CredentialCheck.ClockSlack)
            return AdmissionRefusal.NotYetValid;
        Credential issuer = parts.Issuer!;
        refusal = CredentialCheck.CheckKeys(issuer, cloud, out Digest[] names);
        if (refusal == AdmissionRefusal.None)
            refusal = CheckIssuer(issuer, parts.Content);
        if (refusal != AdmissionRefusal.None)
            return refusal;
        Span<byte> input = stackalloc byte[Domain.Length + Digest.Length + LengthMax];
        int length = WriteInput(input, cloud, bytes[..^EcdsaSignature.Length]);
        PublicKey key = names.Length == 0 ? issuer.Root : issuer.Links[^1].Subject;
        if (!key.TryExpand(out ECPoint point) || !parts.Signature.Signs(point, input[..length]))
            return AdmissionRefusal.BadSignature;
        statement = new Statement(parts.Content, issuer, names, bytes.ToArray());
        return AdmissionRefusal.None;
    }

    private static AdmissionRefusal Split(ReadOnlySpan<byte> bytes, out Parts parts)
    {
        parts = default;
        if (bytes.Length > LengthMax)
            return AdmissionRefusal.Malformed;
        var reader = new WireReader(bytes);
        StatementContent content = StatementContent.Read(ref reader);
        ReadOnlySpan<byte> chain = reader.Bytes(reader.U16());
        EcdsaSignature signature = EcdsaSignature.Read(ref reader);
        if (!reader.Complete)
            return AdmissionRefusal.Malformed;
        AdmissionRefusal refusal = Credential.TryRead(chain, out Credential? issuer);
        parts = new Parts(content, issuer, signature);
        return refusal;
    }

    private static AdmissionRefusal CheckIssuer(Credential issuer, StatementContent content)
    {
        if (issuer.Links.IsEmpty)
            return AdmissionRefusal.None;
        AdmissionRefusal refusal = CredentialCheck.CheckLinks(issuer, LinkKind.Peer);
        if (refusal == AdmissionRefusal.None)
            refusal = CredentialCheck.CheckTimes(issuer, content.Time);
        if (refusal != AdmissionRefusal.None)
            return refusal;
        bool may = issuer.Links[^1].Role == Role.Admin && content.Kind != StatementKind.CloudKey;
        return may ? AdmissionRefusal.None : AdmissionRefusal.RoleTooWide;
    }

    private static int WriteInput(Span<byte> input, CloudId cloud, ReadOnlySpan<byte> said)
    {
        Domain.CopyTo(input);
        cloud.Hash.Write(input[Domain.Length..]);
        said.CopyTo(input[(Domain.Length + Digest.Length)..]);
        return Domain.Length + Digest.Length + said.Length;
    }

    private readonly record struct Parts(
        StatementContent? Content, Credential? Issuer, EcdsaSignature Signature);
}
