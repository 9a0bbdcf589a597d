using P2PCS.Membership.Overlay;
using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>One lookup after another: asks the nearest known nodes for nearer ones, until the k
/// nearest have answered. Changes no table.</summary>
/// <remarks>Source: Maymounkov, Mazières (Kademlia), IPTPS 2002, section 2.3.</remarks>
internal sealed class Lookup(LayerWorld world, BucketRows rows, LookupLayer layer)
{
    private readonly List<Candidate> known = [];
    private readonly List<Candidate> asking = [];
    private readonly HashSet<int> heardOf = [];

    /// <summary>The nearest node that answered, or the one that looks up.</summary>
    public int Found { get; private set; }

    /// <summary>Who told of it to whom, counted from 1; 0 for the one that looks up.</summary>
    public int Hops { get; private set; }

    /// <summary>Nodes asked.</summary>
    public int Asked { get; private set; }

    /// <summary>Nodes that did not answer.</summary>
    public int Timeouts { get; private set; }

    /// <summary>Looks a key up.</summary>
    /// <param name="from">Who does.</param>
    /// <param name="key">The key.</param>
    /// <param name="stream">Random words for losses.</param>
    public void Run(int from, ulong key, ulong stream)
    {
        known.Clear();
        heardOf.Clear();
        heardOf.Add(from);
        Asked = Timeouts = 0;
        Hear(from, key, 1);
        while (Choose())
        {
            foreach (Candidate one in asking)
                Ask(from, one, key, stream);
        }

        bool isOwn = known.Count == 0
            || XorDistance.Between(rows.IdOf(from), key) < known[0].Distance;
        (Found, Hops) = isOwn ? (from, 0) : (known[0].Node, known[0].Hops);
    }

    // Up to alpha nodes that were not asked, out of the k nearest.
    private bool Choose()
    {
        asking.Clear();
        int end = Math.Min(known.Count, layer.Bucket);
        for (int at = 0; at < end && asking.Count < layer.Alpha; at++)
        {
            if (known[at].IsAsked)
                continue;
            known[at] = known[at] with { IsAsked = true };
            asking.Add(known[at]);
        }

        return asking.Count > 0;
    }

    private void Ask(int from, Candidate one, ulong key, ulong stream)
    {
        ulong index = 2 * (ulong)Asked++;
        if (world.Arrives(from, one.Node, Draw.At(stream, index))
            && !world.IsLost(Draw.At(stream, index + 1)))
        {
            Hear(one.Node, key, one.Hops + 1);
            return;
        }

        Timeouts++;
        known.Remove(one);
    }

    private void Hear(int teller, ulong key, int hops)
    {
        foreach (int node in rows.Nearest(teller, key))
        {
            if (!heardOf.Add(node))
                continue;
            ulong distance = XorDistance.Between(rows.IdOf(node), key);
            int at = known.Count;
            while (at > 0 && known[at - 1].Distance > distance)
                at--;
            known.Insert(at, new Candidate(node, distance, hops, false));
        }
    }

    private readonly record struct Candidate(int Node, ulong Distance, int Hops, bool IsAsked);
}
