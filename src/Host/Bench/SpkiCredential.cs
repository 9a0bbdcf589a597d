using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Bench;

/// <summary>A credential that is a public key and nothing else: it proves who somebody is, not
/// that anybody invited it. Bytes: the SubjectPublicKeyInfo of a key on P-256.</summary>
public static class SpkiCredential
{
    /// <summary>Takes everybody who has a key.</summary>
    /// <param name="credential">The bytes, whatever they are.</param>
    /// <param name="holder">Whose it is.</param>
    /// <returns>Malformed, or none.</returns>
    public static AdmissionRefusal Verify(
        ReadOnlySpan<byte> credential, out CredentialHolder holder)
    {
        holder = default;
        if (credential.Length != PublicKey.SpkiLength)
            return AdmissionRefusal.Malformed;
        var point = new ECPoint
        {
            X = credential[^(2 * Digest.Length)..^Digest.Length].ToArray(),
            Y = credential[^Digest.Length..].ToArray(),
        };
        Digest hash = PublicKey.HashOf(point);
        if (hash != Storage.Sha256.Of(credential) || !IsOnCurve(point))
            return AdmissionRefusal.Malformed;
        holder = new CredentialHolder(new PeerId(hash), point, Instant.Never);
        return AdmissionRefusal.None;
    }

    private static bool IsOnCurve(in ECPoint point)
    {
        try
        {
            using var key = ECDsa.Create(
                new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
