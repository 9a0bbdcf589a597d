using P2PCS.Membership.Sampling;
using P2PCS.Simulation.Cycles;
using P2PCS.Slicing.Overlay;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Every node's T-Man view. A node watches its neighbours with a failure detector: one
/// that it cannot reach is forgotten when it is its turn, a lost message alone changes nothing.
/// </summary>
internal sealed class RingTable : LayerTable
{
    private readonly RingLayer layer;
    private readonly LayerWorld world;
    private readonly RingRows rows;
    private readonly int[] alive;
    private int cycle;
    private int completeAt = -1;

    public RingTable(RingLayer layer, LayerWorld world)
    {
        this.layer = layer;
        this.world = world;
        alive = new int[world.Rows];
        rows = new RingRows(world.Rows, layer.Capacity, layer.Message);
        for (int node = 0; node < world.Rows; node++)
            LearnView(node);
    }

    public override void Join(int node)
    {
        rows.Clear(node);
        LearnView(node);
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        ulong draws = 3 + (ulong)layer.Samples;
        foreach (int node in order)
        {
            if (!world.IsAlive(node))
                continue;
            ulong index = draws * (ulong)node;
            for (int i = 0; i < layer.Samples; i++)
                LearnSample(node, Draw.At(key, index++));
            int partner = rows.Near(node, layer.Psi, Draw.At(key, index++));
            if (partner < 0)
                continue;
            if (!world.CanTalk(node, partner))
                rows.Forget(node, partner);
            else if (!world.IsLost(Draw.At(key, index++)))
                rows.Exchange(node, partner, !world.IsLost(Draw.At(key, index)));
        }

        cycle++;
        if (completeAt < 0 && Right(true) == world.Living)
            completeAt = cycle;
    }

    public override void Measure(Observer observer, Dictionary<string, double> measured)
    {
        double right = (double)Right(false) / world.Living;
        measured["ring.right"] = right;
        measured["ring.missing"] = 1 - right;
        if (completeAt >= 0)
            measured["ring.cycles"] = completeAt;
    }

    private void LearnView(int node)
    {
        foreach (int name in world.View(node))
            rows.Learn(node, name);
    }

    private void LearnSample(int node, ulong word)
    {
        int sample = world.Neighbour(node, word);
        if (sample >= 0)
            rows.Learn(node, sample);
    }

    // Nodes that know both neighbours; stops at the first that does not, if wanted.
    private int Right(bool isQuick)
    {
        int living = 0;
        for (int node = 0; node < world.Rows; node++)
        {
            if (world.IsAlive(node))
                alive[living++] = node;
        }

        int right = 0;
        for (int at = 0; at < living; at++)
        {
            uint before = rows.PlaceOf(alive[(at + living - 1) % living]);
            uint after = rows.PlaceOf(alive[(at + 1) % living]);
            if (RingView.IsComplete(before, after, rows.View(alive[at])))
                right++;
            else if (isQuick)
                break;
        }

        return right;
    }
}
