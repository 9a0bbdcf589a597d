using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Membership.Sampling;

/// <summary>Keeps a view from being taken over by one owner's network: of each prefix it has only
/// a few entries.</summary>
/// <param name="peers">The node's table of peers.</param>
/// <param name="max">Most entries of a prefix; 0 for any number.</param>
internal sealed class ViewPrefixes(PeerTable peers, int max)
{
    /// <summary>Whether a peer may come into a view beside those that are in it, and those that
    /// are about to come.</summary>
    public bool Admits(
        int handle, scoped ReadOnlySpan<int> view, scoped ReadOnlySpan<int> coming)
    {
        if (max == 0 || view.Contains(handle) || coming.Contains(handle))
            return true;
        const int most = Subset.Places + Limits.ShuffleDescriptors;
        Span<PeerAddress> chosen = stackalloc PeerAddress[most];
        int count = 0;
        foreach (int held in view)
            chosen[count++] = peers[held].Address;
        foreach (int next in coming)
        {
            if (!view.Contains(next))
                chosen[count++] = peers[next].Address;
        }

        return NetworkPrefix.Admits(peers[handle].Address, chosen[..count], max);
    }

    /// <summary>Takes out what is too much, as after peers have moved to another address.
    /// </summary>
    /// <returns>The new count.</returns>
    public int Thin(ViewRow view)
    {
        for (int i = view.Count - 1; max > 0 && i > 0; i--)
        {
            if (!Admits(view.Names[i], view.Names[..i], []))
                view.Count = ViewMerge.RemoveAt(view.Held, view.HeldAges, i);
        }

        return view.Count;
    }
}
