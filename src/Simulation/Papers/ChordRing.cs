using P2PCS.Protocol;

namespace P2PCS.Simulation.Papers;

/// <summary>
/// A Chord ring that has settled: random positions, fingers to the successors of position + 2^i,
/// and a list of the next r nodes. Nodes can be killed; nothing is repaired.
/// </summary>
/// <remarks>
/// Source: Stoica, Morris, Liben-Nowell, Karger, Kaashoek, Dabek, Balakrishnan, "Chord: A scalable
/// peer-to-peer lookup protocol for internet applications", IEEE/ACM ToN 11(1), 2003.
/// </remarks>
internal sealed class ChordRing
{
    private const int Bits = 64;

    private readonly ulong[] positions;
    private readonly bool[] dead;
    private readonly int successors;

    // The lookup that last waited for an answer of each node: it does not wait for it twice.
    private readonly int[] triedBy;
    private int lookup;
    private int timeouts;

    // For each node the different fingers, as steps along the ring, ascending.
    private readonly int[][] fingers;

    public ChordRing(int nodes, int successors, ref Rng rng)
    {
        this.successors = successors;
        positions = new ulong[nodes];
        dead = new bool[nodes];
        triedBy = new int[nodes];
        foreach (ref ulong position in positions.AsSpan())
            position = rng.Next();
        positions.AsSpan().Sort();
        fingers = new int[nodes][];
        for (int node = 0; node < nodes; node++)
            fingers[node] = FingersOf(node);
    }

    public bool IsDead(int node) => dead[node];

    /// <summary>Kills exactly this many random nodes.</summary>
    public void Kill(int count, ref Rng rng)
    {
        int[] order = [.. Enumerable.Range(0, dead.Length)];
        Statistics.Shuffle<int>(order, ref rng);
        foreach (int node in order.AsSpan(0, count))
            dead[node] = true;
    }

    /// <summary>Looks a key up from a live node.</summary>
    /// <returns>Hops with the one to the owner, and different dead nodes waited for; no hops when
    /// no live node of a list is at or after the key.</returns>
    public (int Hops, int Timeouts) Lookup(int from, ulong key)
    {
        int owner = SuccessorOf(key);
        int hops = 0;
        timeouts = 0;
        lookup++;
        for (int at = from; ; hops++)
        {
            int steps = Steps(at, owner);
            int next = ClosestBefore(at, steps);
            if (next < 0)
            {
                next = FirstFrom(at, steps);
                return (next < 0 ? 0 : hops + 1, timeouts);
            }

            at = next;
        }
    }

    private int[] FingersOf(int node)
    {
        var different = new List<int>();
        for (int i = 0; i < Bits; i++)
        {
            int steps = Steps(node, SuccessorOf(unchecked(positions[node] + (1UL << i))));
            if (steps > 0 && (different.Count == 0 || different[^1] != steps))
                different.Add(steps);
        }

        return [.. different];
    }

    // Nobody alive is known before the key: its owner is the first live successor after it.
    private int FirstFrom(int at, int steps)
    {
        for (; steps <= successors; steps++)
        {
            int node = NodeAt(at, steps);
            if (Answers(node))
                return node;
        }

        return -1;
    }

    // "closest_preceding_node" over fingers and successor list (section IV-E3).
    private int ClosestBefore(int at, int steps)
    {
        int[] known = fingers[at];
        for (int i = known.Length - 1; i >= 0 && known[i] > successors; i--)
        {
            if (known[i] < steps && Answers(NodeAt(at, known[i])))
                return NodeAt(at, known[i]);
        }

        for (int i = Math.Min(successors, steps - 1); i > 0; i--)
        {
            if (Answers(NodeAt(at, i)))
                return NodeAt(at, i);
        }

        return -1;
    }

    private bool Answers(int node)
    {
        timeouts += dead[node] && triedBy[node] != lookup ? 1 : 0;
        triedBy[node] = lookup;
        return !dead[node];
    }

    private int NodeAt(int from, int steps)
    {
        int node = from + steps;
        return node < positions.Length ? node : node - positions.Length;
    }

    private int Steps(int from, int to) => to >= from ? to - from : to - from + positions.Length;

    private int SuccessorOf(ulong key)
    {
        int place = Array.BinarySearch(positions, key);
        place = place >= 0 ? place : ~place;
        return place == positions.Length ? 0 : place;
    }
}
