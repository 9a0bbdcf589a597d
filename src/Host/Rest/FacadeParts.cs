using P2PCS.Host.Identity;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Node;

namespace P2PCS.Host.Rest;

/// <summary>What the REST facade works with.</summary>
/// <param name="Token">The bearer token that every request must carry.</param>
/// <param name="Identity">The node this is the facade of.</param>
/// <param name="Actor">The node's mailbox.</param>
/// <param name="Picture">The latest picture of the node.</param>
/// <param name="Blobs">Specs, inputs and results of this facade's customers.</param>
/// <param name="Streams">Reads from other peers.</param>
/// <param name="Authority">What it may say in the cloud's name.</param>
/// <param name="Invites">The invites made here.</param>
/// <param name="Describe">What the agent says of itself.</param>
/// <param name="Stopping">Cancelled when the peer is to stop.</param>
public sealed record FacadeParts(
    string Token,
    NodeIdentity Identity,
    NodeActor Actor,
    Func<Picture> Picture,
    BlobStore Blobs,
    StreamClient Streams,
    CloudAuthority Authority,
    InviteBook Invites,
    Func<SelfBody> Describe,
    CancellationToken Stopping)
{
    /// <summary>What happened here lately.</summary>
    public EventRing Events { get; init; } = new(TimeProvider.System);

    /// <summary>Asks the cloud.</summary>
    public required QueryDesk Queries { get; init; }
}
