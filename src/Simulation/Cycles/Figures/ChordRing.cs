using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>A Chord ring of random 64-bit ids with fingers and successor lists, some of whose
/// nodes have failed at once.</summary>
/// <remarks>Source: Stoica et al., "Chord: a scalable peer-to-peer lookup protocol for internet
/// applications", IEEE/ACM ToN 11(1), 2003, section IV.</remarks>
internal sealed class ChordRing
{
    private const int Bits = 64;
    private readonly ulong[] ids;
    private readonly bool[] isDead;
    private readonly int successors;

    public ChordRing(int nodes, int successors, ulong seed)
    {
        ids = [.. Enumerable.Range(0, nodes).Select(i => Draw.At(seed, (ulong)i))];
        Array.Sort(ids);
        isDead = new bool[nodes];
        this.successors = successors;
    }

    /// <summary>Fails each node with a chance.</summary>
    public void Fail(double chance, ulong seed)
    {
        for (int node = 0; node < ids.Length; node++)
            isDead[node] = Draw.Fraction(Draw.At(seed, (ulong)node)) < chance;
    }

    /// <summary>Whether a node lives.</summary>
    public bool IsAlive(int node) => !isDead[node];

    /// <summary>Looks a key up from a living node.</summary>
    /// <returns>Hops until the node before the key's first living owner, and contacts that did
    /// not answer.</returns>
    public (int Hops, int Timeouts) Lookup(int from, ulong key)
    {
        int hops = 0;
        int timeouts = 0;
        int node = from;
        while (true)
        {
            int next = FirstLiving(node);
            if (next < 0 || IsWithin(key, ids[node], ids[next]))
                return (hops, timeouts);
            node = Closest(node, key, ref timeouts);
            hops++;
        }
    }

    /// <summary>Whether all of the first few successors of a key have failed.</summary>
    public bool IsLost(ulong key, int replicas)
    {
        int owner = OwnerOf(key);
        for (int i = 0; i < replicas; i++)
        {
            if (!isDead[(owner + i) % ids.Length])
                return false;
        }

        return true;
    }

    private int FirstLiving(int node)
    {
        for (int i = 1; i <= successors; i++)
        {
            int next = (node + i) % ids.Length;
            if (!isDead[next])
                return next;
        }

        return -1;
    }

    // Fingers and successors, the nearest before the key first; a dead one costs a timeout.
    private int Closest(int node, ulong key, ref int timeouts)
    {
        Span<int> contacts = stackalloc int[Bits + successors];
        int count = 0;
        for (int bit = 0; bit < Bits; bit++)
            contacts[count++] = OwnerOf(ids[node] + (1UL << bit));
        for (int i = 1; i <= successors; i++)
            contacts[count++] = (node + i) % ids.Length;
        ulong limit = key - ids[node];
        ulong bound = ulong.MaxValue;
        while (true)
        {
            int best = node;
            ulong reach = 0;
            foreach (int contact in contacts[..count])
            {
                ulong way = ids[contact] - ids[node];
                if (way >= limit || way >= bound || way <= reach)
                    continue;
                reach = way;
                best = contact;
            }

            if (best == node || !isDead[best])
                return best == node ? FirstLiving(node) : best;
            timeouts++;
            bound = reach;
        }
    }

    private int OwnerOf(ulong key)
    {
        int at = Array.BinarySearch(ids, key);
        return (at >= 0 ? at : ~at) % ids.Length;
    }

    private static bool IsWithin(ulong key, ulong after, ulong upTo) =>
        key - after - 1 < upTo - after;
}
