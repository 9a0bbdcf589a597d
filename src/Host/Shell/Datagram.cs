using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>A datagram on its way from the socket to the node.</summary>
/// <param name="From">Where it came from.</param>
/// <param name="Buffer">A rented buffer; whoever takes the datagram gives it back.</param>
/// <param name="Length">Bytes of it that are the datagram's.</param>
public readonly record struct Datagram(PeerAddress From, byte[] Buffer, int Length);
