using P2PCS.Membership.Sampling;
using P2PCS.Slicing.Ranks;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>
/// Slicing by the distribution of the attribute: in an epoch gossip averages at each threshold
/// the share of nodes at or below it, and compares the smallest and largest attribute.
/// </summary>
/// <remarks>Source: after Sacha et al. (Adam2), ICDCS 2010, section 4. Differs from the paper:
/// one node chooses an epoch's thresholds, and all know them at once; a real node would carry
/// them in its messages.</remarks>
internal sealed class DistributionTable : SliceTable
{
    private const double Closer = 0.1;
    private const int SamplesForEach = 4;
    private readonly SlicingLayer layer;
    private readonly Action<int, int, bool> exchange;
    private readonly AveragedRows shares;
    private readonly double[] least;
    private readonly double[] most;
    private readonly double[] ranks;
    private readonly double[] thresholds;
    private readonly double[] found;
    private readonly double[] next;
    private double reach;
    private int epochs;
    private int cycle;

    public DistributionTable(SlicingLayer layer, LayerWorld world)
        : base(layer, world)
    {
        this.layer = layer;
        exchange = Exchange;
        shares = new AveragedRows(world.Rows, layer.Thresholds);
        (least, most, ranks) =
            (new double[world.Rows], new double[world.Rows], new double[world.Rows]);
        thresholds = new double[layer.Thresholds];
        found = new double[layer.Thresholds];
        next = new double[layer.Thresholds];
        reach = 0.5 / layer.Count;
        Sample();
        StartEpoch();
    }

    public override void RunCycle(ReadOnlySpan<int> order, ulong key)
    {
        World.Exchange(order, key, exchange);
        if (++cycle % layer.Epoch == 0)
            EndEpoch(World.AnyAlive(~key));
    }

    // Before the first epoch ends, what it has found so far.
    protected override double RankOf(int node) => epochs > 0
        ? ranks[node]
        : Distribution.RankOf(Attributes[node], thresholds, shares[node]);

    private void Exchange(int active, int passive, bool isAnswered)
    {
        shares.Exchange(active, passive, isAnswered);
        least[passive] = Math.Min(least[active], least[passive]);
        most[passive] = Math.Max(most[active], most[passive]);
        if (isAnswered)
            (least[active], most[active]) = (least[passive], most[passive]);
    }

    // The first thresholds are quantiles of what a node hears from its first peers.
    private void Sample()
    {
        var samples = new double[SamplesForEach * thresholds.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = Attributes[World.AnyAlive(Draw.At(~World.Seed, (ulong)i))];
        Array.Sort(samples);
        for (int i = 0; i < thresholds.Length; i++)
            thresholds[i] = samples[(i * (samples.Length - 1)) / (thresholds.Length - 1)];
    }

    private void StartEpoch()
    {
        for (int node = 0; node < World.Rows; node++)
        {
            Distribution.Indicate(Attributes[node], thresholds, shares[node]);
            least[node] = most[node] = Attributes[node];
        }
    }

    private void EndEpoch(int leader)
    {
        for (int node = 0; node < World.Rows; node++)
            ranks[node] = Distribution.RankOf(Attributes[node], thresholds, shares[node]);

        epochs++;
        shares[leader].CopyTo(found);
        // Losses leave shares that are a little out of order.
        for (int i = 1; i < found.Length; i++)
            found[i] = Math.Max(found[i], found[i - 1]);
        Widen(leader);
        reach *= Closer;
        Distribution.Refine(layer.Count, reach, thresholds, found, next);
        next.CopyTo(thresholds.AsSpan());
        StartEpoch();
    }

    // The ends become the smallest and largest attribute, where the shares are known.
    private void Widen(int leader)
    {
        if (least[leader] < thresholds[0])
            (thresholds[0], found[0]) = (least[leader], 0);
        if (most[leader] > thresholds[^1])
            (thresholds[^1], found[^1]) = (most[leader], 1);
    }
}
