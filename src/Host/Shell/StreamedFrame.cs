using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>A frame that is too long for a datagram and goes by a stream.</summary>
/// <param name="Peer">Whom it is for; of one that came, who the stream proved to have sent it.
/// </param>
/// <param name="Session">Index by which the receiver knows the session of both.</param>
/// <param name="Frame">Its bytes, the stream's alone.</param>
public readonly record struct StreamedFrame(
    PeerId Peer, uint Session, ReadOnlyMemory<byte> Frame);
