using P2PCS.Host.Storage;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>What a node's actor works with. All delegates are called on the node's thread, so they
/// must be quick.</summary>
/// <param name="Node">The node; from now on the actor's alone.</param>
/// <param name="Clock">The peer's clock.</param>
/// <param name="Send">Sends one datagram.</param>
/// <param name="Save">Makes records durable before it returns.</param>
/// <param name="Work">Begins something for an attempt.</param>
/// <param name="Tell">Tells people what happened.</param>
/// <param name="Publish">Makes a new immutable picture of the node for readers.</param>
public sealed record NodeActorParts(
    PeerNode Node,
    HostClock Clock,
    SendDatagram Send,
    SaveRecords Save,
    Action<WorkRequest> Work,
    Action<NodeEvent> Tell,
    Action<PeerNode, Instant> Publish);

/// <summary>Sends one datagram.</summary>
/// <param name="to">Where to.</param>
/// <param name="bytes">The bytes; not kept.</param>
public delegate void SendDatagram(PeerAddress to, ReadOnlySpan<byte> bytes);

/// <summary>Makes records durable before it returns.</summary>
/// <param name="writes">What to write and delete, in order.</param>
public delegate void SaveRecords(ReadOnlySpan<JournalWrite> writes);
