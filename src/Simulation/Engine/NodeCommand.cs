using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>Something that happens to a node: one step.</summary>
/// <param name="node">The node.</param>
/// <param name="now">The moment by its own clock.</param>
/// <param name="outbox">What it wants of the world.</param>
public delegate void NodeCommand(PeerNode node, Instant now, Outbox outbox);
