using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Admission;

/// <summary>A public key on P-256 as a compressed point; each key has one value and one encoding.
/// </summary>
/// <param name="IsOdd">Whether the point's y is odd.</param>
/// <param name="X">The point's x, below the curve's prime.</param>
public readonly record struct PublicKey(bool IsOdd, Digest X)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 33;

    /// <summary>Length of a SubjectPublicKeyInfo of this curve, in bytes.</summary>
    public const int SpkiLength = 91;

    private const byte Even = 2;
    private const byte Odd = 3;

    // DER up to the point itself: SEQUENCE { SEQUENCE { ecPublicKey, prime256v1 }, BIT STRING 04.
    private static ReadOnlySpan<byte> SpkiHead =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>The key of a point the framework made.</summary>
    public static PublicKey Of(ECPoint point) =>
        new((point.Y![^1] & 1) == 1, Digest.Read(point.X));

    /// <summary>The public half of a key pair, or of a public key; on P-256.</summary>
    public static PublicKey Of(ECAlgorithm key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Of(key.ExportParameters(includePrivateParameters: false).Q);
    }

    /// <summary>Reads 33 bytes; the reader fails on another form than a compressed point. That
    /// the point is on the curve is seen only by <see cref="TryExpand"/>.</summary>
    public static PublicKey Read(ref WireReader reader)
    {
        byte form = reader.U8();
        Digest x = reader.Digest();
        reader.Require(form is Even or Odd && x < P256.Prime);
        return new PublicKey(form == Odd, x);
    }

    /// <summary>Writes 33 bytes.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U8(IsOdd ? Odd : Even);
        writer.Digest(X);
    }

    /// <summary>The whole point; false where there is none of this x.</summary>
    public bool TryExpand(out ECPoint point) => P256.TryDecompress(IsOdd, X, out point);

    /// <summary>The SHA-256 of a point's SubjectPublicKeyInfo: a peer's id, or a cloud's.
    /// </summary>
    public static Digest HashOf(in ECPoint point)
    {
        Span<byte> spki = stackalloc byte[SpkiLength];
        SpkiHead.CopyTo(spki);
        point.X.CopyTo(spki[SpkiHead.Length..]);
        point.Y.CopyTo(spki[(SpkiHead.Length + Digest.Length)..]);
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(spki, hash);
        return Digest.Read(hash);
    }

    /// <summary>The low bits of x.</summary>
    public override int GetHashCode() => X.GetHashCode();
}
