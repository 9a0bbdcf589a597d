using P2PCS.Host.Sealing;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Sealing;

/// <summary>A datagram on its way.</summary>
internal sealed record Post(PeerAddress From, PeerAddress To, byte[] Bytes)
{
    public DatagramType Type => (DatagramType)Bytes[0];
}
