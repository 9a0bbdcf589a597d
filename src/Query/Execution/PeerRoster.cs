using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>
/// The peers that a node takes for present, in the order of their names. It follows the table
/// when the roster has changed, a few times a second at the most, so that a query finds a range
/// without a look at every row. Several kernels of a simulation may share one.
/// </summary>
/// <param name="peers">The node's table.</param>
public sealed class PeerRoster(PeerTable peers)
{
    // Our guess: a roster this old differs by what a second's churn changes in it.
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private (Digest Id, int Handle)[] entries = [];
    private (ulong Digest, int Present, int End) seen = (0, -1, 0);
    private Instant next;

    /// <summary>Peers in it.</summary>
    public int Count { get; private set; }

    /// <summary>The table that it follows.</summary>
    public PeerTable Peers => peers;

    /// <summary>Looks at the table again if it has changed and it is time.</summary>
    public void Follow(Instant now)
    {
        (ulong, int, int) present = (peers.Digest.Value, peers.Present, peers.End);
        if (present == seen || (now < next && Count > 0))
            return;
        seen = present;
        next = now + Refresh;
        if (entries.Length < peers.Present)
            entries = new (Digest, int)[peers.Present + (peers.Present / 4) + 16];
        Count = 0;
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (peers.IsPresent(handle))
                entries[Count++] = (peers[handle].Id.Hash, handle);
        }

        entries.AsSpan(0, Count).Sort(static (a, b) => a.Id.CompareTo(b.Id));
    }

    /// <summary>The name at a place.</summary>
    internal Digest IdAt(int place) => entries[place].Id;

    /// <summary>The handle at a place, or <see cref="PeerTable.NoHandle"/> where that peer is
    /// there no more.</summary>
    internal int HandleAt(int place)
    {
        (Digest id, int handle) = entries[place];
        bool holds = peers.IsTaken(handle) && peers[handle].Id.Hash == id
            && peers.IsPresent(handle);
        return holds ? handle : PeerTable.NoHandle;
    }

    /// <summary>Places of the peers of a range: from a first to before an end.</summary>
    internal (int First, int End) Find(IdRange range)
    {
        int first = LowerBound(range.First);
        int end = LowerBound(range.Last);
        if (end < Count && entries[end].Id == range.Last)
            end++;
        return (first, end);
    }

    private int LowerBound(Digest id)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (entries[middle].Id < id)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
