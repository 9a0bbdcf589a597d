using System.Security.Cryptography.X509Certificates;
using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Reads a peer's id out of the certificate it proved to hold the key of.</summary>
/// <remarks>Names, dates and signatures in a certificate mean nothing here: TLS proves that the
/// other end holds the key, and the key's hash is the id.</remarks>
internal static class PeerCertificates
{
    private const string EllipticCurveKey = "1.2.840.10045.2.1";
    private const int PointBytes = 65;
    private const byte UncompressedPoint = 4;

    // DER of the object identifier 1.2.840.10045.3.1.7, the curve P-256.
    private static ReadOnlySpan<byte> P256 => [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];

    /// <summary>SHA-256 of the certificate's SubjectPublicKeyInfo.</summary>
    /// <param name="certificate">What the other end showed, if anything.</param>
    /// <param name="peerId">The id.</param>
    /// <returns>False without a certificate, or when its key is not an uncompressed point of
    /// P-256: another encoding of the same key would be a second id.</returns>
    public static bool TryReadId(
        X509Certificate? certificate, out PeerId peerId)
    {
        peerId = PeerId.None;
        if (certificate is not X509Certificate2 { PublicKey: var key } ||
            key.Oid.Value != EllipticCurveKey ||
            !P256.SequenceEqual(key.EncodedParameters?.RawData))
        {
            return false;
        }

        var point = key.EncodedKeyValue.RawData;
        if (point.Length != PointBytes || point[0] != UncompressedPoint)
        {
            return false;
        }

        peerId = new PeerId(Sha256.Of(key.ExportSubjectPublicKeyInfo()));
        return true;
    }

    /// <summary>A policy under which building a chain asks no other machine for anything.
    /// </summary>
    /// <returns>A new policy.</returns>
    public static X509ChainPolicy OfflinePolicy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        DisableCertificateDownloads = true,
    };
}
