using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Node;

/// <summary>Who depends on this node, in turn: whoever holds a lease here, and whose machines
/// work for it.</summary>
/// <param name="ledger">Leases granted here.</param>
/// <param name="controller">Subclouds asked for here.</param>
internal sealed class Dependents(LeaseLedger ledger, SubcloudController controller)
{
    private uint turn;

    public PeerId Next()
    {
        turn++;
        ReadOnlySpan<Lease> leases = ledger.Leases;
        if (turn % 2 == 0 && leases.Length > 0)
            return leases[(int)(turn / 2 % (uint)leases.Length)].Customer;
        return controller.MemberAt(turn / 2);
    }
}
