using P2PCS.Protocol;

namespace P2PCS.Membership.Overlay;

/// <summary>
/// T-Man's three steps for a ring, over one node's view: positions on a ring of 2^64, ascending
/// and different from each other, without the node's own. Sorted by position, the nodes closest to
/// any target stand side by side, so ranking is a walk to both sides and never a sort.
/// </summary>
/// <remarks>
/// Source: Jelasity, Montresor, Babaoglu, "T-Man: Gossip-based fast overlay topology
/// construction", Computer Networks 53(13), 2009, section 3. Closeness is the ring's distance; of
/// two positions as far as each other, the clockwise one is closer.
/// </remarks>
public static class RingView
{
    /// <summary>Ranks the view for a target and takes the closest.</summary>
    /// <param name="view">Ascending positions; shape [n].</param>
    /// <param name="target">Whose closest are wanted; left out if it is in the view.</param>
    /// <param name="closest">Receives them, the closest first; shape [m].</param>
    /// <returns>How many there are, at most m.</returns>
    public static int Select(ReadOnlySpan<ulong> view, ulong target, Span<ulong> closest)
    {
        int up = FirstNotBelow(view, target);
        int left = view.Length;
        if (up < view.Length && view[up] == target)
        {
            up++;
            left--;
        }

        int down = left < view.Length ? up - 2 : up - 1;
        int taken = Math.Min(left, closest.Length);
        for (int i = 0; i < taken; i++)
        {
            ulong above = view[up < view.Length ? up : up - view.Length];
            ulong below = view[down >= 0 ? down : down + view.Length];
            bool isUp = RingDistance.Between(above, target) <= RingDistance.Between(below, target);
            closest[i] = isUp ? above : below;
            up += isUp ? 1 : 0;
            down -= isUp ? 0 : 1;
        }

        return taken;
    }

    /// <summary>The partner of a cycle: a random one of the psi closest to the node.</summary>
    /// <param name="view">Ascending positions; shape [n], not empty.</param>
    /// <param name="self">The node's own position.</param>
    /// <param name="scratch">Room for psi positions; its length is psi.</param>
    /// <param name="rng">Randomness.</param>
    public static ulong Partner(
        ReadOnlySpan<ulong> view, ulong self, Span<ulong> scratch, ref Rng rng)
    {
        int count = Select(view, self, scratch);
        return scratch[rng.Below(count)];
    }

    /// <summary>Takes received positions into the view, which keeps the closest.</summary>
    /// <param name="view">The first <paramref name="count"/> are the view; changed in place. Its
    /// length is the view's capacity.</param>
    /// <param name="count">How many positions the view holds.</param>
    /// <param name="received">Positions in any order; known ones and the node's are skipped.
    /// </param>
    /// <param name="self">The node's own position.</param>
    /// <returns>The new count.</returns>
    public static int Merge(
        Span<ulong> view, int count, ReadOnlySpan<ulong> received, ulong self)
    {
        foreach (ulong position in received)
        {
            int place = FirstNotBelow(view[..count], position);
            bool isKnown = place < count && view[place] == position;
            if (isKnown || position == self)
                continue;
            if (count == view.Length)
            {
                int farthest = Farthest(view, self);
                if (!IsCloser(position, view[farthest], self))
                    continue;
                view[(farthest + 1)..].CopyTo(view[farthest..]);
                count--;
                place -= farthest < place ? 1 : 0;
            }

            view[place..count].CopyTo(view[(place + 1)..]);
            view[place] = position;
            count++;
        }

        return count;
    }

    /// <summary>Index of the position farthest from the node.</summary>
    /// <param name="view">Ascending positions; shape [n], not empty.</param>
    /// <param name="self">The node's own position.</param>
    public static int Farthest(ReadOnlySpan<ulong> view, ulong self)
    {
        // Both neighbours of the opposite point; the farthest is one of them.
        int above = FirstNotBelow(view, unchecked(self + (1UL << 63)));
        above = above == view.Length ? 0 : above;
        int below = above == 0 ? view.Length - 1 : above - 1;
        return IsCloser(view[above], view[below], self) ? below : above;
    }

    private static bool IsCloser(ulong first, ulong second, ulong self)
    {
        ulong one = RingDistance.Between(first, self);
        ulong two = RingDistance.Between(second, self);
        return one != two
            ? one < two
            : RingDistance.Clockwise(self, first) < RingDistance.Clockwise(self, second);
    }

    private static int FirstNotBelow(ReadOnlySpan<ulong> sorted, ulong wanted)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < wanted)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
