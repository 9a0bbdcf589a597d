using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>How far peers are from a subcloud's name: the exclusive or, as a number.</summary>
/// <remarks>Source: Maymounkov and Mazieres, "Kademlia", IPTPS 2002, section 2.1; names of peers
/// are digests, so their first half is as good as the whole.</remarks>
public static class Distance
{
    /// <summary>How far a peer is from a name.</summary>
    public static UInt128 Of(PeerId peer, UInt128 name) =>
        new UInt128(peer.Hash.A, peer.Hash.B) ^ name;

    /// <summary>Whether one peer is closer than another; never both ways.</summary>
    public static bool IsCloser(PeerId one, PeerId other, UInt128 name)
    {
        int order = Of(one, name).CompareTo(Of(other, name));
        return order < 0 || (order == 0 && one.Hash < other.Hash);
    }
}
