using P2PCS.Membership.Overlay;
using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Every node's buckets, filled once or by gossip: in a cycle a node takes over its
/// Cyclon view and asks one of its nearest contacts for those nearest to itself.</summary>
/// <remarks>Differs from the paper: instead of a lookup of its own id when it joins, a node asks
/// one node in every cycle. A row that lives again keeps its id.</remarks>
internal sealed class LookupTable : LayerTable
{
    private const ulong Draws = 6;
    private readonly LookupLayer layer;
    private readonly LayerWorld world;
    private readonly BucketRows rows;
    private readonly Lookup lookup;
    private readonly int[] answer;
    private ulong cycle;

    public LookupTable(LookupLayer layer, LayerWorld world)
    {
        this.layer = layer;
        this.world = world;
        rows = new BucketRows(world.Rows, layer.Bucket, world.Seed);
        lookup = new Lookup(world, rows, layer);
        answer = new int[layer.Bucket];
        if (layer.IsIdeal)
            rows.Fill([.. Enumerable.Range(0, world.Rows).Where(world.IsAlive)], ~world.Seed);
        for (int node = 0; node < world.Rows && !layer.IsIdeal; node++)
            LearnView(node);
    }

    public override void Join(int node) => rows.Clear(node);

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        cycle++;
        if (layer.IsIdeal)
            return;
        foreach (int node in order)
        {
            ulong index = Draws * (ulong)node;
            LearnView(node);
            int fresh = world.Neighbour(node, Draw.At(key, index));
            if (fresh >= 0)
                Replace(node, fresh, Draw.At(key, index + 1));
            if (world.IsAlive(node))
                AskNear(node, key, index + 2);
        }
    }

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        var hops = new Spread();
        long found = 0;
        long asked = 0;
        long timeouts = 0;
        ulong stream = Draw.At(world.Seed ^ 0x4C4F4F4B, cycle);
        for (int i = 0; i < layer.Count; i++)
        {
            ulong key = Draw.At(stream, 2 * (ulong)i);
            int from = world.AnyAlive(Draw.At(stream, (2 * (ulong)i) + 1));
            lookup.Run(from, key, Draw.Mix(key));
            hops.Add(lookup.Hops);
            found += lookup.Found == Nearest(from, key) ? 1 : 0;
            asked += lookup.Asked;
            timeouts += lookup.Timeouts;
        }

        measured["lookups.found"] = (double)found / layer.Count;
        measured["lookups.hops"] = hops.Mean;
        measured["lookups.hops.most"] = hops.Most;
        measured["lookups.asked"] = (double)asked / layer.Count;
        measured["lookups.timeouts"] = (double)timeouts / layer.Count;
    }

    // The nearest of all nodes that can be reached at all.
    private int Nearest(int from, ulong key)
    {
        int nearest = from;
        for (int node = 0; node < world.Rows; node++)
        {
            bool isNearer = XorDistance.Between(rows.IdOf(node), key)
                < XorDistance.Between(rows.IdOf(nearest), key);
            if (isNearer && world.CanTalk(from, node))
                nearest = node;
        }

        return nearest;
    }

    private void LearnView(int node)
    {
        foreach (int name in world.View(node))
            rows.TryLearn(node, name);
    }

    // "If the least-recently seen node fails to respond it is evicted from the k-bucket and the
    // new node inserted" (section 2.2).
    private void Replace(int node, int fresh, ulong word)
    {
        if (rows.TryLearn(node, fresh))
            return;
        int oldest = rows.Oldest(node, fresh);
        if (world.Arrives(node, oldest, word))
            return;
        rows.Forget(node, oldest);
        rows.TryLearn(node, fresh);
    }

    private void AskNear(int node, ulong key, ulong index)
    {
        ReadOnlySpan<int> near = rows.Nearest(node, rows.IdOf(node));
        if (near.IsEmpty)
            return;
        int partner = near[Draw.Below(Draw.At(key, index), Math.Min(layer.Alpha, near.Length))];
        bool isHeard = world.Arrives(node, partner, Draw.At(key, index + 1));
        if (isHeard)
            rows.TryLearn(partner, node);
        if (!isHeard || world.IsLost(Draw.At(key, index + 2)))
        {
            rows.Forget(node, partner);
            return;
        }

        ReadOnlySpan<int> told = rows.Nearest(partner, rows.IdOf(node));
        told.CopyTo(answer);
        foreach (int name in answer.AsSpan(0, told.Length))
            rows.TryLearn(node, name);
    }
}
