using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>Who this peer is in handshakes, and how it decides who others are.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Epoch">Its boot epoch.</param>
/// <param name="Cloud">The cloud, named in everything that is signed.</param>
/// <param name="Credential">What it shows to others; at most 700 bytes.</param>
/// <param name="Sign">Signs with the identity key.</param>
/// <param name="Verify">Decides on what others show.</param>
public sealed record HandshakeIdentity(
    PeerId Id,
    uint Epoch,
    CloudId Cloud,
    ReadOnlyMemory<byte> Credential,
    SignHandshake Sign,
    VerifyCredential Verify)
{
    /// <summary>Takes in who has proved to hold the key of a verified credential; by default
    /// everybody, without a trace.</summary>
    public AdmitHolder Admit { get; init; } =
        (in CredentialHolder _, Instant _) => AdmissionRefusal.None;
}

/// <summary>Signs with the identity key.</summary>
/// <param name="input">What to sign; begins with a word of its own.</param>
public delegate EcdsaSignature SignHandshake(ReadOnlySpan<byte> input);

/// <summary>Decides whether a credential makes somebody a member; changes nothing, since who shows
/// it may have it from somebody else.</summary>
/// <param name="credential">The bytes, whatever they are.</param>
/// <param name="now">The moment.</param>
/// <param name="holder">Whose it is, where it is not refused.</param>
/// <returns>Why it is refused, or none.</returns>
public delegate AdmissionRefusal VerifyCredential(
    ReadOnlySpan<byte> credential, Instant now, out CredentialHolder holder);

/// <summary>Takes in the holder of a credential, who has proved to be it.</summary>
/// <param name="holder">What <see cref="VerifyCredential"/> gave, then or earlier.</param>
/// <param name="now">The moment.</param>
/// <returns>Why it is refused all the same, or none.</returns>
public delegate AdmissionRefusal AdmitHolder(in CredentialHolder holder, Instant now);

/// <summary>Whose a credential is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Point">Its public key.</param>
/// <param name="NotAfter">When its membership ends, and its sessions with it.</param>
public readonly record struct CredentialHolder(PeerId Id, ECPoint Point, Instant NotAfter)
{
    /// <summary>The member that the credential makes it, where it is a chain: so that nobody
    /// verifies that again to take it in.</summary>
    public AdmittedPeer? Member { get; init; }
}
