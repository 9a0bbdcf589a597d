using System.Security.Cryptography;

namespace P2PCS.Host.Sealing;

/// <summary>Where keys and nonces come from.</summary>
/// <param name="Fill">Fills with unpredictable bytes.</param>
/// <param name="NewKey">Makes a key pair on P-256, for one handshake.</param>
public sealed record SealingEntropy(FillBytes Fill, Func<ECDiffieHellman> NewKey)
{
    /// <summary>The operating system's.</summary>
    public static SealingEntropy System { get; } = new(
        RandomNumberGenerator.Fill,
        () => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Eight unpredictable bytes as a number.</summary>
    public ulong Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}

/// <summary>Fills with unpredictable bytes.</summary>
/// <param name="bytes">What to fill.</param>
public delegate void FillBytes(Span<byte> bytes);
