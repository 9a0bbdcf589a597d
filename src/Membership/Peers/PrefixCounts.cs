using P2PCS.Protocol;

namespace P2PCS.Membership.Peers;

/// <summary>How many rows of a table have an address of each prefix.</summary>
internal sealed class PrefixCounts
{
    private readonly Dictionary<NetworkPrefix, int> counts = [];

    /// <summary>Most rows of one prefix; 0 for any number.</summary>
    public int Max { get; set; }

    /// <summary>Whether an address may take the place of another.</summary>
    /// <param name="added">The new one.</param>
    /// <param name="instead">The old one; none where there is none.</param>
    public bool Admits(PeerAddress added, PeerAddress instead)
    {
        if (Max == 0 || added == instead)
            return true;
        NetworkPrefix prefix = NetworkPrefix.Of(added);
        bool same = !instead.IsNone && NetworkPrefix.Of(instead) == prefix;
        return prefix.IsExempt || same || counts.GetValueOrDefault(prefix) < Max;
    }

    /// <summary>Counts an address, or counts it no more.</summary>
    public void Count(PeerAddress address, int change)
    {
        NetworkPrefix prefix = NetworkPrefix.Of(address);
        if (Max == 0 || prefix.IsExempt)
            return;
        int count = counts.GetValueOrDefault(prefix) + change;
        if (count > 0)
            counts[prefix] = count;
        else
            counts.Remove(prefix);
    }
}
