using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>An ECDSA signature with SHA-256 on P-256, as two numbers of 32 bytes. Of the two
/// forms that each signature has, only the one with the lower s is read and written, so that
/// nobody can make a second encoding of what another signed.</summary>
/// <param name="R">The first number.</param>
/// <param name="S">The second, at most half of the curve's order.</param>
public readonly record struct EcdsaSignature(Digest R, Digest S)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 64;

    private const DSASignatureFormat Format =
        DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    /// <summary>Signs with a private key of P-256.</summary>
    public static EcdsaSignature Sign(ECDsa key, ReadOnlySpan<byte> input)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> bytes = stackalloc byte[Length];
        int length = key.SignData(input, bytes, HashAlgorithmName.SHA256, Format);
        Invariant.Holds(length == Length);
        return new EcdsaSignature(
            Digest.Read(bytes), P256.Low(Digest.Read(bytes[Digest.Length..])));
    }

    /// <summary>Reads 64 bytes; the reader fails on numbers out of range and on a high s.
    /// </summary>
    public static EcdsaSignature Read(ref WireReader reader)
    {
        var signature = new EcdsaSignature(reader.Digest(), reader.Digest());
        reader.Require(!signature.R.IsNone && signature.R < P256.Order);
        reader.Require(!signature.S.IsNone && signature.S <= P256.HalfOrder);
        return signature;
    }

    /// <summary>Writes 64 bytes.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.Digest(R);
        writer.Digest(S);
    }

    /// <summary>Whether the holder of the key signed this input.</summary>
    /// <param name="point">The public key; a point of the curve.</param>
    /// <param name="input">What was signed.</param>
    public bool Signs(in ECPoint point, ReadOnlySpan<byte> input)
    {
        Span<byte> bytes = stackalloc byte[Length];
        R.Write(bytes);
        S.Write(bytes[Digest.Length..]);
        using var key = ECDsa.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        return key.VerifyData(input, bytes, HashAlgorithmName.SHA256, Format);
    }
}
