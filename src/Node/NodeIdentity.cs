using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Node;

/// <summary>Who a node is in this incarnation.</summary>
/// <param name="Id">Its name, the same after each restart.</param>
/// <param name="Epoch">How often it has started, from 1.</param>
/// <param name="Address">Where other peers reach it.</param>
public readonly record struct NodeIdentity(PeerId Id, uint Epoch, PeerAddress Address)
{
    /// <summary>The cloud it is a member of; none where no admission is needed.</summary>
    public CloudId Cloud { get; init; }
}
