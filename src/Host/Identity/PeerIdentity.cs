using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Identity;

/// <summary>Who this peer is: a P-256 key kept in its data directory, the id that is the key's
/// hash, and a certificate that carries the key into TLS.</summary>
public sealed class PeerIdentity : IDisposable
{
    private const int NameDigits = 16;
    private const int ValidYears = 10;

    private PeerIdentity(ECDsa key)
    {
        Key = key;
        Id = new PeerId(Sha256.Of(key.ExportSubjectPublicKeyInfo()));
        Certificate = SelfSign(key, Id.ToString()[..NameDigits]);
    }

    /// <summary>The peer's id: SHA-256 of the key's SubjectPublicKeyInfo.</summary>
    public PeerId Id { get; }

    /// <summary>The private key itself; it signs what the peer says.</summary>
    public ECDsa Key { get; }

    /// <summary>A certificate over the peer's own key, with its private key; made anew at each
    /// load, so only the key in it means anything.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Reads the key, and makes one (PKCS#8 PEM, mode 0600) where there is none yet.
    /// </summary>
    /// <param name="directory">The peer's locked data directory.</param>
    /// <returns>The identity; the same for the same key file.</returns>
    /// <exception cref="IOException">The key can be read by others, is damaged or of another
    /// kind, or the disk refuses; the message says what to do, and the file is left alone.
    /// </exception>
    public static PeerIdentity LoadOrCreate(DataDirectory directory)
    {
        var path = directory.IdentityFile;
        return new PeerIdentity(File.Exists(path)
            ? KeyFile.Load(path, "move it away to start as a new peer with a new id.")
            : KeyFile.Create(path));
    }

    /// <summary>Forgets the key in memory; the file stays.</summary>
    public void Dispose()
    {
        Certificate.Dispose();
        Key.Dispose();
    }

    private static X509Certificate2 SelfSign(ECDsa key, string name)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));

        // From yesterday, so that a peer whose clock is behind accepts it too.
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        return request.CreateSelfSigned(yesterday, yesterday.AddYears(ValidYears));
    }
}
