using System.Runtime.Versioning;
using System.Security.Cryptography;
using P2PCS.Host.Identity;
using P2PCS.Host.Storage;
using P2PCS.Host.Tests.Storage;

namespace P2PCS.Host.Tests.Identity;

[UnsupportedOSPlatform("windows")]
public sealed class PeerIdentityTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly DataDirectory directory;

    public PeerIdentityTests() => directory = DataDirectory.Open(temp.At("peer"));

    public void Dispose()
    {
        directory.Dispose();
        temp.Dispose();
    }

    [Fact]
    public void The_id_stays_and_the_key_is_private()
    {
        using var first = PeerIdentity.LoadOrCreate(directory);
        using var second = PeerIdentity.LoadOrCreate(directory);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(directory.IdentityFile));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----",
            File.ReadAllText(directory.IdentityFile), StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_carries_the_peers_own_key()
    {
        using var identity = PeerIdentity.LoadOrCreate(directory);
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(directory.IdentityFile));

        var certificate = identity.Certificate;

        Assert.Equal(identity.Id.Hash, Sha256.Of(key.ExportSubjectPublicKeyInfo()));
        Assert.Equal(key.ExportSubjectPublicKeyInfo(),
            certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.True(certificate.HasPrivateKey);
        Assert.Equal("CN=" + identity.Id.ToString()[..16], certificate.Subject);
        Assert.Equal(certificate.NotBefore.AddYears(10), certificate.NotAfter);
        Assert.InRange(DateTime.Now - certificate.NotBefore,
            TimeSpan.FromHours(22), TimeSpan.FromHours(26));
    }

    [Fact]
    public void A_key_others_could_read_is_refused_with_the_command_that_closes_it()
    {
        PeerIdentity.LoadOrCreate(directory).Dispose();
        File.SetUnixFileMode(directory.IdentityFile,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var refused = Assert.Throws<IOException>(() => PeerIdentity.LoadOrCreate(directory));

        Assert.Contains($"chmod 600 {directory.IdentityFile}", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_key_is_refused_by_name_and_left_alone()
    {
        PeerIdentity.LoadOrCreate(directory).Dispose();
        var whole = File.ReadAllText(directory.IdentityFile);
        using var rsa = RSA.Create(2048);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var half = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] damaged =
        [
            "", "hello", whole[..100], whole.Replace('M', 'A'), rsa.ExportPkcs8PrivateKeyPem(),
            other.ExportPkcs8PrivateKeyPem(), half.ExportSubjectPublicKeyInfoPem(),
        ];

        foreach (var content in damaged)
        {
            File.WriteAllText(directory.IdentityFile, content);

            var refused = Assert.Throws<IOException>(() => PeerIdentity.LoadOrCreate(directory));

            Assert.Contains(directory.IdentityFile, refused.Message, StringComparison.Ordinal);
            Assert.Contains("move it away", refused.Message, StringComparison.Ordinal);
            Assert.Equal(content, File.ReadAllText(directory.IdentityFile));
        }
    }
}
