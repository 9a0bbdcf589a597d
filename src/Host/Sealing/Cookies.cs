using System.Security.Cryptography;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Host.Sealing;

/// <summary>Proofs that somebody receives at an address, without keeping anything: a MAC over
/// the address and the period of time.</summary>
/// <remarks>Source: the cookies of DTLS (RFC 6347, 4.2.1) and WireGuard (5.3).</remarks>
public sealed class Cookies
{
    private const int SecretLength = 32;
    private readonly byte[] secret = new byte[SecretLength];
    private readonly long periodTicks;

    /// <summary>Cookies under a fresh secret.</summary>
    public Cookies(SealingEntropy entropy, TimeSpan period)
    {
        entropy.Fill(secret);
        periodTicks = period.Ticks;
    }

    /// <summary>The cookie of an address in this period; never zero.</summary>
    public UInt128 Of(Instant now, PeerAddress address) => Make(now.Ticks / periodTicks, address);

    /// <summary>Whether this is the address's cookie of this period or of the one before.
    /// </summary>
    public bool IsValid(Instant now, PeerAddress address, UInt128 cookie)
    {
        long period = now.Ticks / periodTicks;
        return cookie != 0 && (IsSame(cookie, Make(period, address))
            || IsSame(cookie, Make(period - 1, address)));
    }

    private static bool IsSame(UInt128 left, UInt128 right)
    {
        Span<byte> bytes = stackalloc byte[32];
        var writer = new WireWriter(bytes);
        writer.U128(left);
        writer.U128(right);
        return CryptographicOperations.FixedTimeEquals(bytes[..16], bytes[16..]);
    }

    private UInt128 Make(long period, PeerAddress address)
    {
        Span<byte> input = stackalloc byte[32];
        var writer = new WireWriter(input);
        writer.U128(address.Ip);
        writer.U128(((UInt128)(ulong)period << 64) | address.Port);
        Span<byte> mac = stackalloc byte[Digest.Length];
        HMACSHA256.HashData(secret, input, mac);
        return new WireReader(mac).U128() | 1;
    }
}
