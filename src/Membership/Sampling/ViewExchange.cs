using P2PCS.Protocol;

namespace P2PCS.Membership.Sampling;

/// <summary>
/// One Cyclon exchange between two rows, put together from the same halves that a live node runs
/// on either side of its messages. The fast paths of the simulator are raced against it.
/// </summary>
/// <remarks>
/// Source: Voulgaris, Gavidia, van Steen, CYCLON, JNSM 13(2), 2005, section 3.2. Differs from the
/// paper: a descriptor that the receiver knows already lends its age when it is younger, because
/// a live node does so; and a name that both sent to each other stays, or both could lose it.
/// </remarks>
public static class ViewExchange
{
    /// <summary>"Select neighbour Q with the highest age" and take it out of the view.</summary>
    /// <returns>The name of the partner; -1 for an empty view.</returns>
    public static int TakeOldest(ref ViewRow view)
    {
        int place = ViewMerge.Oldest(view.HeldAges);
        if (place < 0)
            return -1;
        int partner = view.Names[place];
        view.Count = ViewMerge.RemoveAt(view.Held, view.HeldAges, place);
        return partner;
    }

    /// <summary>The active half before the message: the sample is moved to the front.</summary>
    /// <param name="view">The active node's view without its partner; reordered.</param>
    /// <param name="meeting">The exchange.</param>
    /// <param name="names">Filled with own name and the sample; room for the length.</param>
    /// <param name="ages">Filled with their ages, own one 0.</param>
    /// <returns>Descriptors in the request.</returns>
    public static int Request(
        ref ViewRow view, in Meeting meeting,
        scoped Span<int> names, scoped Span<ushort> ages)
    {
        int front = ViewMerge.Sample(
            view.Held, view.HeldAges, meeting.Length - 1, meeting.ActiveDraw);
        names[0] = meeting.Active;
        ages[0] = 0;
        view.Names[..front].CopyTo(names[1..]);
        view.Ages[..front].CopyTo(ages[1..]);
        return front + 1;
    }

    /// <summary>The passive half before the message: the sample is moved to the front.</summary>
    /// <param name="view">The partner's view; reordered.</param>
    /// <param name="meeting">The exchange.</param>
    /// <param name="names">Filled with the sample; room for the length.</param>
    /// <param name="ages">Filled with their ages.</param>
    /// <returns>Descriptors in the reply; the active node may be one of them.</returns>
    public static int Reply(
        ref ViewRow view, in Meeting meeting,
        scoped Span<int> names, scoped Span<ushort> ages)
    {
        int front = ViewMerge.Sample(
            view.Held, view.HeldAges, meeting.Length, meeting.PassiveDraw);
        view.Names[..front].CopyTo(names);
        view.Ages[..front].CopyTo(ages);
        return front;
    }

    /// <summary>Takes a name out of a message: "discard entries pointing at P".</summary>
    /// <returns>Descriptors left.</returns>
    public static int Discard(int name, Span<int> names, Span<ushort> ages, int count)
    {
        int place = names[..count].IndexOf(name);
        if (place < 0)
            return count;
        names[(place + 1)..count].CopyTo(names[place..]);
        ages[(place + 1)..count].CopyTo(ages[place..]);
        return count - 1;
    }

    /// <summary>The whole exchange without loss, both rows in place.</summary>
    /// <param name="active">View of the node that started; its partner is already out.</param>
    /// <param name="passive">View of the partner.</param>
    /// <param name="meeting">The exchange.</param>
    public static void Swap(ref ViewRow active, ref ViewRow passive, in Meeting meeting)
    {
        Invariant.Holds(meeting.Length is > 0 and <= Limits.ShuffleDescriptors);
        Span<int> sent = stackalloc int[Limits.ShuffleDescriptors];
        Span<int> replied = stackalloc int[Limits.ShuffleDescriptors];
        Span<ushort> sentAges = stackalloc ushort[Limits.ShuffleDescriptors];
        Span<ushort> repliedAges = stackalloc ushort[Limits.ShuffleDescriptors];
        int requested = Request(ref active, meeting, sent, sentAges);
        int answered = Reply(ref passive, meeting, replied, repliedAges);
        ViewMerge.Merge(ref passive, sent[..requested], sentAges[..requested],
            replied[..answered]);
        answered = Discard(meeting.Active, replied, repliedAges, answered);
        ViewMerge.Merge(ref active, replied[..answered], repliedAges[..answered],
            sent[1..requested]);
    }
}
