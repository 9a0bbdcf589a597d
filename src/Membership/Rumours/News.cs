using P2PCS.Membership.Peers;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Rumours;

/// <summary>
/// What a node still tells others: at most one rumour of each peer, the newest. Those that were
/// told least often go first, and each is told a bounded number of times.
/// </summary>
/// <remarks>
/// Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 4.1: lambda log n times, rumours sent
/// fewer times first.
/// </remarks>
public sealed class News
{
    /// <summary>Most rumours at a time; one told most often gives way to a new one.</summary>
    public const int Capacity = 256;

    /// <summary>The handle under which a node tells of itself.</summary>
    public const int Self = -2;

    private readonly Entry[] entries = new Entry[Capacity];

    /// <summary>Rumours that are still told.</summary>
    public int Count { get; private set; }

    /// <summary>Begins to tell of a peer, instead of anything older; whoever was about to be told
    /// in full that it joined still is.</summary>
    /// <param name="handle">The peer, or <see cref="Self"/>.</param>
    /// <param name="kind">What is told.</param>
    /// <param name="by">For a suspicion: short name of who could not reach it.</param>
    public void Add(int handle, RumourKind kind, ulong by = 0)
    {
        int place = Find(handle);
        if (place < 0)
            place = Count < Capacity ? Count++ : MostTold();
        else if (kind == RumourKind.Alive && entries[place].Kind == RumourKind.Joined)
            kind = RumourKind.Joined;
        entries[place] = new Entry(handle, kind, by, 0);
    }

    /// <summary>Tells no more of a peer.</summary>
    public void Remove(int handle)
    {
        int place = Find(handle);
        if (place >= 0)
            entries[place] = entries[--Count];
    }

    /// <summary>Writes as many rumours as there is room for, their number (u8) first.</summary>
    /// <param name="writer">The body, at its end.</param>
    /// <param name="room">Bytes that may be written.</param>
    /// <param name="peers">Where the peers' rows are.</param>
    /// <param name="repeats">How often each is told.</param>
    public void Write(ref WireWriter writer, int room, PeerTable peers, int repeats)
    {
        int end = writer.Length + room - Rumour.MostBytes;
        int countAt = writer.Length;
        byte count = 0;
        writer.U8(0);
        for (int told = 0; told < repeats && writer.Length <= end; told++)
        {
            for (int i = 0; i < Count && writer.Length <= end; i++)
            {
                if (entries[i].Told != told)
                    continue;
                Rumour.Of(peers, entries[i].Handle, entries[i].Kind, entries[i].By)
                    .Write(ref writer);
                // Minus: told in this frame, so not again in it.
                entries[i] = entries[i] with { Told = -(told + 1) };
                count++;
            }
        }

        writer.Patch(countAt, count);

        for (int i = Count - 1; i >= 0; i--)
        {
            int told = Math.Abs(entries[i].Told);
            entries[i] = told >= repeats ? entries[--Count] : entries[i] with { Told = told };
        }
    }

    private int Find(int handle)
    {
        for (int i = 0; i < Count; i++)
        {
            if (entries[i].Handle == handle)
                return i;
        }

        return -1;
    }

    private int MostTold()
    {
        int most = 0;
        for (int i = 1; i < Count; i++)
            most = entries[i].Told > entries[most].Told ? i : most;
        return most;
    }

    private readonly record struct Entry(int Handle, RumourKind Kind, ulong By, int Told);
}
