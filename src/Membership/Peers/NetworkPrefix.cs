using P2PCS.Protocol;

namespace P2PCS.Membership.Peers;

/// <summary>
/// The part of an address that its owner got from somebody else: /24 of IPv4, /48 of IPv6. Who
/// can make many ids can rarely have them in many of these. Loopback, private and link-local
/// networks are none: there many peers are of one owner rightly.
/// </summary>
/// <param name="Value">The first address; zero for none.</param>
/// <remarks>Source: Heilman et al., "Eclipse attacks on Bitcoin's peer-to-peer network", USENIX
/// Security 2015; the lengths are those of the sealed channel's gate.</remarks>
public readonly record struct NetworkPrefix(UInt128 Value)
{
    private const int NarrowRest = 8;
    private const int WideRest = 80;

    // First address and length of each, of IPv4.
    private static readonly (uint First, int Length)[] NarrowExempt =
    [
        (0x7F000000, 8), (0x0A000000, 8), (0xAC100000, 12), (0xC0A80000, 16), (0xA9FE0000, 16),
    ];

    /// <summary>Whether it bounds nothing.</summary>
    public bool IsExempt => Value == 0;

    /// <summary>The prefix of an address.</summary>
    public static NetworkPrefix Of(PeerAddress address)
    {
        UInt128 ip = address.Ip;
        if (address.IsNarrow)
        {
            foreach ((uint first, int length) in NarrowExempt)
            {
                if ((uint)ip >> (32 - length) == first >> (32 - length))
                    return default;
            }

            return new NetworkPrefix(ip >> NarrowRest << NarrowRest);
        }

        // fc00::/7 and fe80::/10.
        bool isPrivate = ip == 1 || ip >> 121 == 0xFC >> 1 || ip >> 118 == 0xFE80 >> 6;
        return isPrivate ? default : new NetworkPrefix(ip >> WideRest << WideRest);
    }

    /// <summary>Whether another address may be added to a choice, so that of each prefix there
    /// are not too many: for views, and for choosing replicas.</summary>
    /// <param name="added">The address.</param>
    /// <param name="chosen">Those that were chosen.</param>
    /// <param name="max">How many of one prefix; 0 for any number.</param>
    public static bool Admits(
        PeerAddress added, scoped ReadOnlySpan<PeerAddress> chosen, int max)
    {
        NetworkPrefix prefix = Of(added);
        if (max == 0 || prefix.IsExempt)
            return true;
        int same = 0;
        foreach (PeerAddress address in chosen)
            same += Of(address) == prefix ? 1 : 0;
        return same < max;
    }
}
