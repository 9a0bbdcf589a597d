using P2PCS.Allocation.Subclouds;
using P2PCS.Membership.Peers;

namespace P2PCS.Allocation.Claims;

/// <summary>Who bears witness for a subcloud: the peers closest to its name.</summary>
internal static class Jury
{
    /// <summary>Names the witnesses of a claim anew; none has said anything yet.</summary>
    public static void Call(PeerTable peers, Claim claim, ClaimOptions options)
    {
        List<Witness> all = [new Witness(peers.Self.Id, peers.Self.Address)];
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (peers.IsPresent(handle))
                all.Add(new Witness(peers[handle].Id, peers[handle].Address));
        }

        UInt128 name = claim.Spec.Id;
        claim.Witnesses.Clear();
        claim.Witnesses.AddRange(
            all.OrderBy(witness => Distance.Of(witness.Peer, name)).Take(options.Witnesses));
    }

    /// <summary>Whether the node itself is one of them, by what it knows.</summary>
    public static bool Includes(PeerTable peers, UInt128 name, ClaimOptions options)
    {
        int closer = 0;
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (peers.IsPresent(handle)
                && Distance.IsCloser(peers[handle].Id, peers.Self.Id, name))
            {
                closer++;
            }
        }

        return closer < options.Witnesses;
    }
}
