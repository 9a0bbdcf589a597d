using P2PCS.Protocol;

namespace P2PCS.Membership.Peers;

/// <summary>
/// Finds rows by name: open addressing with linear probing. A slot is eight bytes, a piece of the
/// name and the handle, so that a search touches one line of it and one row.
/// </summary>
/// <remarks>
/// Source: Knuth, The Art of Computer Programming 3, section 6.4, algorithms L and R.
/// </remarks>
internal sealed class PeerIndex
{
    private ulong[] slots = new ulong[128];

    /// <summary>Names in it.</summary>
    public int Count { get; private set; }

    /// <summary>The handle of a name, or <see cref="PeerTable.NoHandle"/>.</summary>
    public int Find(PeerId id, Peer[] rows)
    {
        int slot = Search(id, rows);
        return slots[slot] == 0 ? PeerTable.NoHandle : HandleOf(slots[slot]);
    }

    /// <summary>The handle of a short name, or <see cref="PeerTable.NoHandle"/>.</summary>
    public int FindShort(ulong name, Peer[] rows)
    {
        ulong sought = (uint)name;
        int slot = HomeOf(sought << 32);
        while (slots[slot] != 0)
        {
            int handle = HandleOf(slots[slot]);
            if (slots[slot] >> 32 == sought && rows[handle].Id.Hash.D == name)
                return handle;
            slot = (slot + 1) & (slots.Length - 1);
        }

        return PeerTable.NoHandle;
    }

    /// <summary>Enters a name that is not in it; its row is filled already.</summary>
    public void Add(PeerId id, int handle, Peer[] rows)
    {
        if (2 * (Count + 1) > slots.Length)
            Grow();
        slots[Search(id, rows)] = SlotOf(id, handle);
        Count++;
    }

    /// <summary>Takes out a name that is in it; its row is still filled.</summary>
    public void Remove(PeerId id, Peer[] rows)
    {
        int mask = slots.Length - 1;
        int hole = Search(id, rows);
        Count--;
        for (int next = (hole + 1) & mask; slots[next] != 0; next = (next + 1) & mask)
        {
            // One that lies on its way from home to where it is may fill the hole.
            int home = HomeOf(slots[next]);
            if (((next - home) & mask) < ((next - hole) & mask))
                continue;
            slots[hole] = slots[next];
            hole = next;
        }

        slots[hole] = 0;
    }

    // Where the name is, or the empty slot where it would go.
    private int Search(PeerId id, Peer[] rows)
    {
        ulong sought = SlotOf(id, 0) >> 32;
        int slot = HomeOf(sought << 32);
        while (slots[slot] != 0
            && (slots[slot] >> 32 != sought || rows[HandleOf(slots[slot])].Id != id))
        {
            slot = (slot + 1) & (slots.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        ulong[] old = slots;
        slots = new ulong[2 * old.Length];
        foreach (ulong taken in old)
        {
            if (taken == 0)
                continue;
            int slot = HomeOf(taken);
            while (slots[slot] != 0)
                slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = taken;
        }
    }

    private int HomeOf(ulong slot) => (int)(slot >> 32) & (slots.Length - 1);

    private static int HandleOf(ulong slot) => (int)(uint)slot - 1;

    private static ulong SlotOf(PeerId id, int handle) =>
        ((ulong)(uint)id.GetHashCode() << 32) | (uint)(handle + 1);
}
