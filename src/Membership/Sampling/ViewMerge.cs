using P2PCS.Protocol;

namespace P2PCS.Membership.Sampling;

/// <summary>
/// The mathematics of Cyclon over spans: one node's view is a row of names (small integers) and a
/// row of ages. The same functions serve a live peer's single row and a simulator's table.
/// </summary>
/// <remarks>
/// Source: Voulgaris, Gavidia, van Steen, "CYCLON: Inexpensive membership management for
/// unstructured P2P overlays", JNSM 13(2), 2005, section 3.2.
/// </remarks>
public static class ViewMerge
{
    /// <summary>"Increase by one the age of all neighbours": stops at the largest age.</summary>
    public static void Age(Span<ushort> ages)
    {
        for (int i = 0; i < ages.Length; i++)
            ages[i] += ages[i] == ushort.MaxValue ? (ushort)0 : (ushort)1;
    }

    /// <summary>Index of the oldest entry, the first of equals; -1 for an empty view.</summary>
    public static int Oldest(ReadOnlySpan<ushort> ages)
    {
        int oldest = ages.Length - 1;
        for (int i = ages.Length - 2; i >= 0; i--)
        {
            if (ages[i] >= ages[oldest])
                oldest = i;
        }

        return oldest;
    }

    /// <summary>Takes an entry out, the last one filling its place.</summary>
    /// <returns>The new count.</returns>
    public static int RemoveAt(Span<int> names, Span<ushort> ages, int index)
    {
        int last = names.Length - 1;
        names[index] = names[last];
        ages[index] = ages[last];
        return last;
    }

    /// <summary>Moves a uniform random sample to the front of the view.</summary>
    /// <param name="names">The view's names, at most <see cref="Subset.Places"/>; reordered.
    /// </param>
    /// <param name="ages">The view's ages; reordered alike.</param>
    /// <param name="wanted">Entries wanted.</param>
    /// <param name="rng">Randomness; one word is drawn.</param>
    /// <returns>Entries in front: <paramref name="wanted"/>, or all if there are fewer.</returns>
    public static int Sample(Span<int> names, Span<ushort> ages, int wanted, ref Rng rng) =>
        Sample(names, ages, wanted, rng.Next());

    /// <summary>Moves the sample that a random word names to the front of the view; the sample
    /// and the rest each keep their order.</summary>
    /// <param name="names">The view's names, at most <see cref="Subset.Places"/>; reordered.
    /// </param>
    /// <param name="ages">The view's ages; reordered alike.</param>
    /// <param name="wanted">Entries wanted.</param>
    /// <param name="draw">The random word.</param>
    /// <returns>Entries in front: <paramref name="wanted"/>, or all if there are fewer.</returns>
    public static int Sample(Span<int> names, Span<ushort> ages, int wanted, ulong draw)
    {
        int taken = Math.Min(wanted, names.Length);
        ulong mask = Subset.Of(draw, names.Length, taken);
        Subset.MoveToFront(mask, names);
        Subset.MoveToFront(mask, ages);
        return taken;
    }

    /// <summary>
    /// Takes received entries into a view: known names keep the younger age; new ones fill empty
    /// places first, then replace entries that were sent to the partner.
    /// </summary>
    /// <param name="view">The receiver's view; changed in place.</param>
    /// <param name="receivedNames">Names from the partner; none of them the receiver.</param>
    /// <param name="receivedAges">Their ages.</param>
    /// <param name="sent">Names that were sent to the partner.</param>
    /// <returns>Entries taken in as new.</returns>
    public static int Merge(
        ref ViewRow view,
        scoped ReadOnlySpan<int> receivedNames,
        scoped ReadOnlySpan<ushort> receivedAges,
        scoped ReadOnlySpan<int> sent)
    {
        int added = 0;
        int nextSent = 0;
        for (int i = 0; i < receivedNames.Length; i++)
        {
            int place = view.Held.IndexOf(receivedNames[i]);
            if (place >= 0)
            {
                view.Ages[place] = Math.Min(view.Ages[place], receivedAges[i]);
                continue;
            }

            place = view.Count < view.Names.Length ? view.Count++ : NextReplaceable(
                view.Names, sent, receivedNames, ref nextSent);
            if (place < 0)
                continue;
            view.Names[place] = receivedNames[i];
            view.Ages[place] = receivedAges[i];
            added++;
        }

        return added;
    }

    // "firstly using empty cache slots (if any), and secondly replacing entries among the ones
    // originally sent to Q" (section 3.2, step 7); but not one that both sent to each other, or
    // both would lose it.
    private static int NextReplaceable(
        ReadOnlySpan<int> names,
        ReadOnlySpan<int> sent,
        ReadOnlySpan<int> received,
        ref int next)
    {
        for (; next < sent.Length; next++)
        {
            // A sample that was not disturbed since still stands in front, in its order.
            int place = next < names.Length && names[next] == sent[next]
                ? next
                : names.IndexOf(sent[next]);
            if (place < 0 || received.Contains(sent[next]))
                continue;
            next++;
            return place;
        }

        return -1;
    }
}
