using System.Security.Cryptography;
using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Bench;

/// <summary>A cloud for measuring, that everybody with a key belongs to: all know its key, so
/// sealing proves who speaks, and keeps nobody out.</summary>
internal static class OpenCloud
{
    /// <summary>Its id, which is no root's: nobody rules it.</summary>
    public static CloudId Id { get; } = new(Storage.Sha256.Of("p2pcs open cloud"u8));

    /// <summary>Its keys.</summary>
    public static CloudKeys Keys { get; } = CloudKeys.Open(Id);

    /// <summary>A peer in it.</summary>
    /// <param name="key">The peer's identity key; the caller keeps it while it is used.</param>
    /// <param name="epoch">Its boot epoch.</param>
    public static HandshakeIdentity Member(ECDsa key, uint epoch)
    {
        byte[] credential = key.ExportSubjectPublicKeyInfo();
        return new HandshakeIdentity(
            new PeerId(Storage.Sha256.Of(credential)),
            epoch,
            Id,
            credential,
            input => EcdsaSignature.Sign(key, input),
            Verify);
    }

    private static AdmissionRefusal Verify(
        ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder) =>
        SpkiCredential.Verify(credential, out holder);
}
