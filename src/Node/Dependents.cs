using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Node;

/// <summary>The peers whose end a node must not miss, in turn: whoever holds a lease here, and
/// whose machines work for this node.</summary>
/// <param name="ledger">What the machine has promised.</param>
/// <param name="controller">The subclouds asked for here.</param>
internal sealed class Dependents(LeaseLedger ledger, SubcloudController controller)
{
    private uint turn;

    /// <summary>The next of them, or none.</summary>
    public PeerId Next()
    {
        turn++;
        ReadOnlySpan<Lease> leases = ledger.Leases;
        if (turn % 2 == 0 && leases.Length > 0)
            return leases[(int)(turn / 2 % (uint)leases.Length)].Customer;
        return controller.MemberAt(turn / 2);
    }
}
