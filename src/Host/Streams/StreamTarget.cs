using System.Net;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>Which peer to read from, and where it listens.</summary>
public sealed class StreamTarget
{
    private const int LabelDigits = 32;

    /// <summary>Names a peer.</summary>
    /// <param name="endpoint">Its TCP address and port.</param>
    /// <param name="peer">Its id.</param>
    public StreamTarget(IPEndPoint endpoint, PeerId peer)
    {
        Endpoint = endpoint;
        PeerId = peer;
        string id = peer.ToString();
        var address = Convert.ToHexStringLower(endpoint.Address.GetAddressBytes());
        Authority = $"{id[..LabelDigits]}.{id[LabelDigits..]}.{address}:{endpoint.Port}";
    }

    /// <summary>The peer's TCP address and port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>The id its certificate must have.</summary>
    public PeerId PeerId { get; }

    /// <summary>A host name that is never looked up: it keeps the connections to different peers
    /// and addresses apart in the pool.</summary>
    internal string Authority { get; }

    /// <summary>Names peer and address.</summary>
    /// <returns>For messages.</returns>
    public override string ToString() => $"peer {PeerId.ToString()[..16]} at {Endpoint}";
}
