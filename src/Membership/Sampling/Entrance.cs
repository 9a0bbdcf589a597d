using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Membership.Sampling;

/// <summary>Where a node that has nobody in its view finds somebody: the addresses it was given,
/// then every peer it ever met, in turn and ever more seldom.</summary>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="self">The node's own address.</param>
internal sealed class Entrance(SamplingOptions options, PeerTable peers, PeerAddress self)
{
    private const int EagerCycles = 8;
    private const int LostEvery = 10;
    private const int MostDoublings = 4;

    private const int FoundMax = 64;

    private readonly List<PeerAddress> contacts = [];
    private readonly Queue<PeerAddress> found = new();
    private readonly HashSet<PeerAddress> tried = [];
    private int next = -1;
    private uint lost;
    private int lonely;

    /// <summary>Takes addresses to join by.</summary>
    public void Add(ReadOnlySpan<PeerAddress> join)
    {
        foreach (PeerAddress contact in join)
            contacts.Add(contact);
    }

    /// <summary>Addresses to join by, and how many of them were asked so far.</summary>
    public (int Known, int Tried) Contacts => (contacts.Count, tried.Count);

    /// <summary>Takes an address that somebody said may be a peer's; of too many the oldest goes.
    /// </summary>
    /// <returns>False where it is known.</returns>
    public bool AddFound(PeerAddress address)
    {
        if (address == self || contacts.Contains(address))
            return false;
        if (found.Count == FoundMax)
        {
            PeerAddress oldest = found.Dequeue();
            contacts.Remove(oldest);
            tried.Remove(oldest);
        }

        found.Enqueue(address);
        contacts.Add(address);
        lonely = 0;
        return true;
    }

    /// <summary>How much longer than a cycle to wait: nothing at first, then doubling, and random
    /// so that many who start at once do not ask in step.</summary>
    public TimeSpan Pause(int inView, ref Rng rng)
    {
        lonely = inView > 0 ? 0 : Math.Min(lonely + 1, MostDoublings + 1);
        return lonely <= 1
            ? TimeSpan.Zero
            : options.Cycle * (rng.Fraction() * (1 << (lonely - 1)));
    }

    /// <summary>Whether the node is new, and looks for more than one way in: of many who start at
    /// once, each finds some others first, and nobody all.</summary>
    public static bool IsEager(uint cycles) => cycles <= EagerCycles;

    /// <summary>While the node is new, and now and then: a contact that is not known to be alive
    /// may stand for a cloud of its own.</summary>
    public bool TryFindLost(uint cycles, out PeerAddress address)
    {
        address = default;
        bool isDue = IsEager(cycles) || cycles % LostEvery == 0;
        if (!isDue || contacts.Count == 0)
            return false;
        address = contacts[(int)(lost++ % (uint)contacts.Count)];
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (peers[handle].State == PeerState.Alive && peers[handle].Address == address)
                return false;
        }

        if (address == self)
            return false;
        tried.Add(address);
        return true;
    }

    /// <summary>The next address to try.</summary>
    /// <param name="handle">The peer that is there, or none for an address to join by.</param>
    /// <param name="address">Where.</param>
    public bool TryFindAny(out int handle, out PeerAddress address)
    {
        for (int tries = contacts.Count + peers.End; tries > 0; tries--)
        {
            next = (next + 1) % (contacts.Count + peers.End);
            if (next < contacts.Count)
            {
                handle = PeerTable.NoHandle;
                address = contacts[next];
                tried.Add(address);
                return true;
            }

            handle = next - contacts.Count;
            address = peers[handle].Address;
            if (peers.IsTaken(handle) && peers[handle].State != PeerState.Left)
                return true;
        }

        handle = PeerTable.NoHandle;
        address = default;
        return false;
    }
}
