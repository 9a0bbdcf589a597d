using System.Security.Cryptography;
using P2PCS.Protocol;

namespace P2PCS.Host.Storage;

/// <summary>Computes digests.</summary>
public static class Sha256
{
    /// <summary>The digest of bytes in memory.</summary>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(content, hash);
        return Digest.Read(hash);
    }
}
