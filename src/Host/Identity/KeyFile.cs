using System.Security.Cryptography;
using System.Text;
using P2PCS.Host.Storage;

namespace P2PCS.Host.Identity;

/// <summary>A P-256 private key in a file: PKCS#8 PEM, mode 0600.</summary>
internal static class KeyFile
{
    /// <summary>Makes a key and its file.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static ECDsa Create(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        return key;
    }

    /// <summary>Reads a key; the file is left as it is whatever is in it.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="otherwise">What to do where there is no copy to restore.</param>
    /// <exception cref="IOException">It can be read by others, is damaged or of another kind; the
    /// message says what to do.</exception>
    public static ECDsa Load(string path, string otherwise)
    {
        var pem = PrivateFile.ReadText(path, "private key");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var curve = key.ExportParameters(includePrivateParameters: true).Curve;
            if (curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                throw new CryptographicException("The key is not on the curve P-256.");
            }

            return key;
        }
        catch (Exception damage) when (damage is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new IOException($"{path} holds no usable P-256 private key: restore it from " +
                $"a copy, or {otherwise}", damage);
        }
    }
}
