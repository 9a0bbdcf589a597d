namespace P2PCS.Protocol;

/// <summary>Who sent a frame and from where.</summary>
/// <param name="Id">The peer named in the frame.</param>
/// <param name="Epoch">Its boot epoch as the frame says.</param>
/// <param name="Address">The address the datagram came from.</param>
public readonly record struct Sender(PeerId Id, uint Epoch, PeerAddress Address);
