namespace P2PCS.Protocol;

/// <summary>Who sent a frame and from where, as whoever delivers it has proved.</summary>
/// <param name="Id">The peer.</param>
/// <param name="Epoch">Its boot epoch.</param>
/// <param name="Address">The address the frame came from.</param>
public readonly record struct Sender(PeerId Id, uint Epoch, PeerAddress Address);
