using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>A handshake begun here, and the frames that wait for it.</summary>
internal sealed class Initiation : IDisposable
{
    public required PeerAddress Address { get; init; }

    public required uint Index { get; init; }

    public required uint Number { get; init; }

    public required ECDiffieHellman Pair { get; init; }

    public required EphemeralKey Ephemeral { get; init; }

    /// <summary>The generation of the last try; null before the first.</summary>
    public CloudKey? Key { get; set; }

    public Digest Digest { get; set; }

    public EcdsaSignature Signature { get; set; }

    public UInt128 Cookie { get; set; }

    /// <summary>Tries on its own account.</summary>
    public int Tries { get; set; }

    /// <summary>Tries because of a cookie.</summary>
    public int CookieTries { get; set; }

    /// <summary>When to try again, or to give up, or to be forgotten.</summary>
    public Instant DueAt { get; set; }

    /// <summary>It has failed, and the address is left in peace until it is due.</summary>
    public bool IsOver { get; set; }

    public Queue<byte[]> Frames { get; } = new();

    public void Dispose() => Pair.Dispose();
}
