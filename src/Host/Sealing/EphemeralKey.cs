using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Sealing;

/// <summary>The public half of a handshake's own key: a point of P-256, uncompressed.</summary>
/// <param name="X">The point's x.</param>
/// <param name="Y">The point's y.</param>
public readonly record struct EphemeralKey(Digest X, Digest Y)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 2 * Digest.Length;

    /// <summary>The public half of a key pair.</summary>
    public static EphemeralKey Of(ECDiffieHellman pair)
    {
        ECPoint point = pair.ExportParameters(includePrivateParameters: false).Q;
        return new EphemeralKey(Digest.Read(point.X), Digest.Read(point.Y));
    }

    /// <summary>Reads 64 bytes; whether they are a point shows when they are used.</summary>
    public static EphemeralKey Read(ref WireReader reader) => new(reader.Digest(), reader.Digest());

    /// <summary>Writes 64 bytes.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.Digest(X);
        writer.Digest(Y);
    }

    /// <summary>What both ends of a handshake compute; false where this is no point.</summary>
    /// <param name="pair">This end's pair.</param>
    /// <param name="secret">32 bytes, secret.</param>
    public bool TryAgree(ECDiffieHellman pair, Span<byte> secret)
    {
        var point = new ECPoint { X = new byte[Digest.Length], Y = new byte[Digest.Length] };
        X.Write(point.X);
        Y.Write(point.Y);
        try
        {
            using var other = ECDiffieHellman.Create(
                new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            byte[] raw = pair.DeriveRawSecretAgreement(other.PublicKey);
            raw.CopyTo(secret);
            CryptographicOperations.ZeroMemory(raw);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
