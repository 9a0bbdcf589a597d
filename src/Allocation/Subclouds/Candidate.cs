using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>A machine that might serve.</summary>
/// <param name="Peer">Who.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Status">What it last told of itself.</param>
public readonly record struct Candidate(PeerId Peer, PeerAddress Address, PeerStatus Status);
