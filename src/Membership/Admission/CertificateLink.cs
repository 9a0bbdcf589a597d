using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>
/// One link of a chain: what the key before it says of the key in it. Times are seconds since
/// 1970 (UTC) in 32 bits, so until the year 2106.
/// </summary>
/// <param name="Kind">Invite or peer.</param>
/// <param name="Role">What the subject may do, or admit to.</param>
/// <param name="Subject">The key that is certified.</param>
/// <param name="From">The first second it holds.</param>
/// <param name="Until">The last second it holds, and all that rests on it.</param>
/// <param name="JoinUntil">For an invite, the last second at which a peer may join by it; else
/// zero.</param>
/// <param name="Uses">For an invite, how many peers it admits, zero for any number; else zero.
/// </param>
public readonly record struct CertificateLink(
    LinkKind Kind,
    Role Role,
    PublicKey Subject,
    uint From,
    uint Until,
    uint JoinUntil = 0,
    ushort Uses = 0)
{
    /// <summary>Longest link, in bytes, its signature included.</summary>
    public const int LengthMax = 48 + EcdsaSignature.Length;

    private const int InputMax = 64 + LengthMax;

    private static ReadOnlySpan<byte> Domain => "p2pcs certificate link 1"u8;

    /// <summary>The name of an invite: the first half of the SHA-256 of its compressed key.
    /// </summary>
    public UInt128 InviteId => IdOf(Subject);

    /// <summary>Reads the fields before the signature; the reader fails on another grammar.
    /// </summary>
    public static CertificateLink Read(ref WireReader reader)
    {
        byte head = reader.U8();
        var kind = (LinkKind)(head >> 4);
        var role = (Role)(head & 15);
        reader.Require(kind is LinkKind.Invite or LinkKind.Peer);
        reader.Require(role is Role.Customer or Role.Peer or Role.Admin);
        PublicKey subject = PublicKey.Read(ref reader);
        uint from = reader.U32();
        uint until = reader.U32();
        reader.Require(from <= until);
        if (kind != LinkKind.Invite)
            return new CertificateLink(kind, role, subject, from, until);
        uint joinUntil = reader.U32();
        ushort uses = reader.U16();
        reader.Require(from <= joinUntil && joinUntil <= until);
        return new CertificateLink(kind, role, subject, from, until, joinUntil, uses);
    }

    /// <summary>Writes the fields before the signature.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U8((byte)(((int)Kind << 4) | (int)Role));
        Subject.Write(ref writer);
        writer.U32(From);
        writer.U32(Until);
        if (Kind != LinkKind.Invite)
            return;
        writer.U32(JoinUntil);
        writer.U16(Uses);
    }

    /// <summary>Signs this link with the key it is to hang on.</summary>
    public EcdsaSignature Sign(ECDsa issuer, CloudId cloud)
    {
        Span<byte> input = stackalloc byte[InputMax];
        return EcdsaSignature.Sign(issuer, input[..WriteInput(input, cloud)]);
    }

    /// <summary>Whether a signature over this link is by the key of this point.</summary>
    public bool IsSignedBy(in ECPoint issuer, CloudId cloud, in EcdsaSignature signature)
    {
        Span<byte> input = stackalloc byte[InputMax];
        return signature.Signs(issuer, input[..WriteInput(input, cloud)]);
    }

    // The domain and the cloud come first, so that no other signature of the key is one of these.
    private int WriteInput(Span<byte> input, CloudId cloud)
    {
        Domain.CopyTo(input);
        var writer = new WireWriter(input[Domain.Length..]);
        writer.Digest(cloud.Hash);
        Write(ref writer);
        return Domain.Length + writer.Length;
    }

    private static UInt128 IdOf(PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[PublicKey.Length];
        var writer = new WireWriter(bytes);
        key.Write(ref writer);
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(bytes, hash);
        var digest = Digest.Read(hash);
        return new UInt128(digest.A, digest.B);
    }
}
