using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>A handshake answered here that the other has not confirmed yet.</summary>
/// <param name="Session">The session it gives.</param>
/// <param name="Asked">Digest of the message that asked.</param>
/// <param name="Number">Its number.</param>
/// <param name="Response">The datagram that answered.</param>
internal sealed record HalfOpen(Session Session, Digest Asked, uint Number, byte[] Response);
