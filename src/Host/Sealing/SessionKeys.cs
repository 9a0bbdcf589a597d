using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>The two keys of a session, one for each direction.</summary>
public static class SessionKeys
{
    /// <summary>Length of one key, in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>Length of what two ephemeral keys agree on, in bytes.</summary>
    public const int SecretLength = 32;

    private static ReadOnlySpan<byte> Domain => "p2pcs session 1"u8;

    /// <summary>Derives both keys.</summary>
    /// <param name="secret">What the ephemeral keys agree on; wiped.</param>
    /// <param name="cloud">The cloud's key that the handshake was under.</param>
    /// <param name="transcript">The digest of the response.</param>
    /// <param name="keys">64 bytes: from who asked to who answered, then back.</param>
    public static void Derive(
        Span<byte> secret, CloudKey cloud, Digest transcript, Span<byte> keys)
    {
        Span<byte> info = stackalloc byte[Domain.Length + Digest.Length];
        Domain.CopyTo(info);
        transcript.Write(info[Domain.Length..]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, keys, cloud.Secret, info);
        CryptographicOperations.ZeroMemory(secret);
    }
}
