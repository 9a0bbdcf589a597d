using P2PCS.Host.Sealing;
using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Sealing;

/// <summary>What somebody with the cloud's key can do to what peers say before they have a
/// session: read it, and seal something else.</summary>
internal sealed class Forge(SealingEntropy entropy) : IDisposable
{
    private readonly Lobby lobby = new(entropy);

    /// <summary>The content of a datagram outside of sessions.</summary>
    public static byte[] Open(byte[] datagram, CloudKey? key = null)
    {
        byte[] content = new byte[datagram.Length - Lobby.Overhead];
        Invariant.Holds(Lobby.TryOpen(datagram, key ?? SealedNet.FirstKey, content));
        return content;
    }

    public byte[] Seal(DatagramType type, byte[] content, CloudKey? key = null)
    {
        byte[] datagram = new byte[content.Length + Lobby.Overhead];
        content.CopyTo(datagram, Lobby.HeaderLength);
        lobby.Seal(type, key ?? SealedNet.FirstKey, datagram);
        return datagram;
    }

    public void Dispose() => lobby.Dispose();
}
