using P2PCS.Protocol;

namespace P2PCS.Slicing.Overlay;

/// <summary>T-Man for a ring: views that fill up with the nearest nodes on a circle of 32-bit
/// places, half of them on each side.</summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, "T-Man: gossip-based fast overlay topology
/// construction", Computer Networks 53(13), 2009, sections 3 and 4.</remarks>
public static class RingView
{
    /// <summary>Steps between two places, the shorter way around.</summary>
    public static uint Distance(uint one, uint other)
    {
        uint clockwise = other - one;
        return Math.Min(clockwise, unchecked(0 - clockwise));
    }

    /// <summary>Sorts candidates by their distance from a place, the nearest first; equal
    /// distances by place.</summary>
    /// <param name="from">The place to be near to.</param>
    /// <param name="places">Places of the candidates; sorted. Shape [m].</param>
    /// <param name="keys">Overwritten; shape [m].</param>
    public static void Rank(uint from, Span<uint> places, Span<ulong> keys)
    {
        Invariant.Holds(keys.Length == places.Length);
        for (int i = 0; i < places.Length; i++)
            keys[i] = ((ulong)Distance(from, places[i]) << 32) | places[i];
        keys.Sort();
        for (int i = 0; i < places.Length; i++)
            places[i] = (uint)keys[i];
    }

    /// <summary>Takes received places into a view that is sorted by distance, and keeps the
    /// nearest.</summary>
    /// <param name="own">The owner's place; never taken in.</param>
    /// <param name="view">The view's places in front, room for its capacity; sorted.</param>
    /// <param name="count">Entries in the view.</param>
    /// <param name="received">Places from a partner.</param>
    /// <returns>Entries in the view now.</returns>
    public static int Merge(uint own, Span<uint> view, int count, ReadOnlySpan<uint> received)
    {
        foreach (uint place in received)
        {
            if (place == own)
                continue;
            ulong key = Key(own, place);
            int at = LowerBound(own, view[..count], key);
            if (at < count && view[at] == place)
                continue;
            if (at == view.Length)
                continue;
            int moved = Math.Min(count, view.Length - 1) - at;
            view.Slice(at, moved).CopyTo(view[(at + 1)..]);
            view[at] = place;
            count = Math.Min(count + 1, view.Length);
        }

        return count;
    }

    /// <summary>Whether a view holds both neighbours of its owner on the ring.</summary>
    /// <param name="before">The next place counter-clockwise.</param>
    /// <param name="after">The next place clockwise.</param>
    /// <param name="view">The view.</param>
    public static bool IsComplete(uint before, uint after, ReadOnlySpan<uint> view) =>
        view.Contains(before) && view.Contains(after);

    private static ulong Key(uint own, uint place) =>
        ((ulong)Distance(own, place) << 32) | place;

    private static int LowerBound(uint own, ReadOnlySpan<uint> view, ulong key)
    {
        int low = 0;
        int high = view.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Key(own, view[middle]) < key)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
