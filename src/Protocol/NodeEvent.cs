namespace P2PCS.Protocol;

/// <summary>Something worth telling people: the shell turns it into logs and metrics.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Peer">The peer it happened to, or none.</param>
/// <param name="Subject">The subcloud or task it is about, or zero.</param>
/// <param name="Value">A number that goes with the kind; see <see cref="NodeEventKind"/>.</param>
public readonly record struct NodeEvent(
    NodeEventKind Kind, PeerId Peer, UInt128 Subject = default, long Value = 0);
