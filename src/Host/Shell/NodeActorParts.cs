using P2PCS.Host.Sealing;
using P2PCS.Host.Storage;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>What a node's actor works with. All delegates are called on the node's thread, so they
/// must be quick.</summary>
/// <param name="Node">The node; from now on the actor's alone.</param>
/// <param name="Clock">The peer's clock.</param>
/// <param name="Send">Sends one datagram.</param>
/// <param name="Stream">Begins to send a frame that is too long for a datagram.</param>
/// <param name="OpenChannel">Makes the channel that seals frames, given what sends its datagrams.
/// </param>
/// <param name="Save">Makes records durable before it returns.</param>
/// <param name="Work">Begins something for an attempt.</param>
/// <param name="Tell">Tells people what happened.</param>
/// <param name="Publish">Makes a new immutable picture of the node for readers.</param>
public sealed record NodeActorParts(
    PeerNode Node,
    HostClock Clock,
    SendDatagram Send,
    Action<PeerAddress, StreamedFrame> Stream,
    Func<SendSealed, SealedChannel> OpenChannel,
    SaveRecords Save,
    Action<WorkRequest> Work,
    Action<NodeEvent> Tell,
    PublishPicture Publish);

/// <summary>Makes a new immutable picture for readers.</summary>
/// <param name="node">The node.</param>
/// <param name="sealing">What its channel counted.</param>
/// <param name="now">The moment.</param>
public delegate void PublishPicture(PeerNode node, SealingCounts sealing, Instant now);

/// <summary>Sends one datagram.</summary>
/// <param name="to">Where to.</param>
/// <param name="bytes">The bytes; not kept.</param>
public delegate void SendDatagram(PeerAddress to, ReadOnlySpan<byte> bytes);

/// <summary>Sends one sealed datagram.</summary>
/// <param name="to">Where to.</param>
/// <param name="kind">What the frame in it is, for counting; none for handshakes.</param>
/// <param name="bytes">The bytes; not kept.</param>
public delegate void SendSealed(PeerAddress to, MessageKind kind, ReadOnlySpan<byte> bytes);

/// <summary>Makes records durable before it returns.</summary>
/// <param name="writes">What to write and delete, in order.</param>
public delegate void SaveRecords(ReadOnlySpan<JournalWrite> writes);
