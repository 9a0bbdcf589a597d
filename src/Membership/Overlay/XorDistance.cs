using System.Numerics;

namespace P2PCS.Membership.Overlay;

/// <summary>Kademlia's distance: two names read as numbers and combined by exclusive or.</summary>
/// <remarks>
/// Source: Maymounkov, Mazieres, "Kademlia: A peer-to-peer information system based on the XOR
/// metric", IPTPS 2002, section 2.1.
/// </remarks>
public static class XorDistance
{
    /// <summary>The distance; symmetric, 0 only between equal names.</summary>
    public static ulong Between(ulong first, ulong second) => first ^ second;

    /// <summary>
    /// The bucket of a name: i when its distance is in [2^i, 2^(i+1)); -1 for equal names.
    /// </summary>
    public static int Bucket(ulong self, ulong other) =>
        63 - BitOperations.LeadingZeroCount(self ^ other);
}
