using System.Net;
using P2PCS.Host.Storage;

namespace P2PCS.Host.Streams;

/// <summary>Which peer to read from, and where it listens.</summary>
public sealed class StreamTarget
{
    private const int LabelDigits = 32;

    /// <summary>Names a peer.</summary>
    /// <param name="endpoint">Its TCP address and port.</param>
    /// <param name="peerId">Its id, 32 bytes.</param>
    /// <exception cref="ArgumentException">The id has another length.</exception>
    public StreamTarget(IPEndPoint endpoint, byte[] peerId)
    {
        Endpoint = endpoint;
        PeerId = new Digest(peerId).ToString();
        var address = Convert.ToHexStringLower(endpoint.Address.GetAddressBytes());
        Authority = $"{PeerId[..LabelDigits]}.{PeerId[LabelDigits..]}.{address}:{endpoint.Port}";
    }

    /// <summary>The peer's TCP address and port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>The id its certificate must have, 64 lower-case hex digits.</summary>
    public string PeerId { get; }

    /// <summary>A host name that is never looked up: it keeps the connections to different peers
    /// and addresses apart in the pool.</summary>
    internal string Authority { get; }

    /// <summary>Names peer and address.</summary>
    /// <returns>For messages.</returns>
    public override string ToString() => $"peer {PeerId[..16]} at {Endpoint}";
}
