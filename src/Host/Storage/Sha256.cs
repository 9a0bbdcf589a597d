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

    /// <summary>The digest of a stream, read to its end.</summary>
    public static Digest Of(Stream content)
    {
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(content, hash);
        return Digest.Read(hash);
    }
}
