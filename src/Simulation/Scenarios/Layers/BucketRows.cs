using System.Numerics;
using P2PCS.Membership.Overlay;
using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Every node's buckets: contacts by the length of the common prefix of the ids, the
/// longest prefixes together in the last bucket.</summary>
/// <remarks>Source: Maymounkov, Mazières (Kademlia), IPTPS 2002, section 2.2.</remarks>
internal sealed class BucketRows
{
    private const int SparePrefixes = 4;
    private const int IdBits = 64;
    private readonly int room;
    private readonly int buckets;
    private readonly ulong[] ids;
    private readonly int[] contacts; // shape [nodes, buckets, room], the longest known first
    private readonly int[] counts;
    private readonly int[] gathered;
    private readonly ulong[] distances;

    /// <summary>Empty buckets.</summary>
    /// <param name="nodes">Nodes.</param>
    /// <param name="room">Contacts in a bucket.</param>
    /// <param name="seed">Which ids.</param>
    public BucketRows(int nodes, int room, ulong seed)
    {
        this.room = room;
        buckets = BitOperations.Log2((uint)nodes) + SparePrefixes;
        ids = new ulong[nodes];
        for (int node = 0; node < nodes; node++)
            ids[node] = Draw.At(seed, (ulong)node);
        contacts = new int[(long)nodes * buckets * room];
        counts = new int[nodes * buckets];
        gathered = new int[buckets * room];
        distances = new ulong[buckets * room];
    }

    /// <summary>A node's id.</summary>
    public ulong IdOf(int node) => ids[node];

    /// <summary>A node forgets all.</summary>
    public void Clear(int node) => counts.AsSpan(node * buckets, buckets).Clear();

    /// <summary>A node learns of another one while there is room.</summary>
    /// <returns>False for a full bucket without it.</returns>
    public bool TryLearn(int node, int other)
    {
        ReadOnlySpan<int> held = Held(node, BucketOf(node, ids[other]));
        if (node == other || held.Contains(other))
            return true;
        if (held.Length == room)
            return false;
        int row = (node * buckets) + BucketOf(node, ids[other]);
        contacts[(row * room) + counts[row]++] = other;
        return true;
    }

    /// <summary>The contact that a node knows longest in another one's bucket; it becomes the
    /// latest.</summary>
    public int Oldest(int node, int other)
    {
        Span<int> held = Held(node, BucketOf(node, ids[other]));
        int oldest = held[0];
        held[1..].CopyTo(held);
        held[^1] = oldest;
        return oldest;
    }

    /// <summary>A node forgets one that does not answer.</summary>
    public void Forget(int node, int other)
    {
        int bucket = BucketOf(node, ids[other]);
        Span<int> held = Held(node, bucket);
        int at = held.IndexOf(other);
        if (at < 0)
            return;
        held[(at + 1)..].CopyTo(held[at..]);
        counts[(node * buckets) + bucket]--;
    }

    /// <summary>Contacts of a node nearest to a key, the nearest first; valid until the next
    /// call.</summary>
    public ReadOnlySpan<int> Nearest(int node, ulong key)
    {
        // The key's own bucket is nearer than all that share a longer prefix with the node, and
        // those are nearer than all that share a shorter one.
        int middle = BucketOf(node, key);
        int found = Gather(node, middle, 0);
        bool isFull = found >= room;
        for (int bucket = middle + 1; bucket < buckets && !isFull; bucket++)
            found = Gather(node, bucket, found);

        for (int bucket = middle - 1; bucket >= 0 && found < room; bucket--)
            found = Gather(node, bucket, found);
        for (int i = 0; i < found; i++)
            distances[i] = XorDistance.Between(ids[gathered[i]], key);
        Array.Sort(distances, gathered, 0, found);
        return gathered.AsSpan(0, Math.Min(found, room));
    }

    /// <summary>Fills all buckets with random nodes that belong there.</summary>
    /// <param name="names">The nodes that there are.</param>
    /// <param name="seed">Which of them.</param>
    public void Fill(ReadOnlySpan<int> names, ulong seed)
    {
        int[] sorted = names.ToArray();
        ulong[] places = [.. sorted.Select(name => ids[name])];
        Array.Sort(places, sorted);
        ulong index = 0;
        foreach (int node in names)
        {
            for (int bucket = 0; bucket < buckets; bucket++)
            {
                (int from, int to) = Range(places, node, bucket);
                bool isAll = to - from <= room;
                for (int i = 0; i < Math.Min(room, to - from);)
                {
                    int at = isAll ? i : Draw.Below(Draw.At(seed, index++), to - from);
                    int before = counts[(node * buckets) + bucket];
                    TryLearn(node, sorted[from + at]);
                    i += isAll ? 1 : counts[(node * buckets) + bucket] - before;
                }
            }
        }
    }

    // Where the ids of a bucket lie among all sorted ones.
    private (int From, int To) Range(ulong[] places, int node, int bucket)
    {
        int free = IdBits - 1 - bucket;
        bool isLast = bucket == buckets - 1;
        ulong first = ((isLast ? ids[node] >> (free + 1) << 1 : (ids[node] >> free) ^ 1))
            << free;
        ulong last = first + (isLast ? (2UL << free) - 1 : (1UL << free) - 1);
        int from = Array.BinarySearch(places, first);
        int to = Array.BinarySearch(places, last);
        return (from < 0 ? ~from : from, to < 0 ? ~to : to + 1);
    }

    private int BucketOf(int node, ulong key)
    {
        int prefix = IdBits - 1 - XorDistance.Bucket(ids[node], key);
        return Math.Min(prefix, buckets - 1);
    }

    private int Gather(int node, int bucket, int found)
    {
        Span<int> held = Held(node, bucket);
        held.CopyTo(gathered.AsSpan(found));
        return found + held.Length;
    }

    private Span<int> Held(int node, int bucket)
    {
        int row = (node * buckets) + bucket;
        return contacts.AsSpan(row * room, counts[row]);
    }
}
