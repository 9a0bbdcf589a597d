using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Scenarios;

/// <summary>
/// COUNT: several instances of averaging at once, each from the value 1 at one node and 0 at all
/// others; a node's size is the trimmed mean of what its instances say.
/// </summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, sections 5 and 7.3: "the
/// t/3 lowest and the t/3 highest estimates are discarded".</remarks>
internal sealed class CountTable
{
    private readonly int instances;
    private readonly double[] values; // shape [rows, instances]
    private readonly double[] sizes;

    public CountTable(int rows, int size, int instances, ulong seed)
    {
        this.instances = instances;
        values = new double[(long)rows * instances];
        sizes = new double[instances];
        for (int instance = 0; instance < instances; instance++)
        {
            int leader = Draw.Below(Draw.At(Draw.Mix(seed ^ 0x434F554E54), (ulong)instance), size);
            Row(leader)[instance] = 1;
        }
    }

    public void Average(int node, int partner, bool isHeard)
    {
        Span<double> mine = Row(node);
        Span<double> theirs = Row(partner);
        for (int i = 0; i < mine.Length; i++)
            theirs[i] = (mine[i] + theirs[i]) * 0.5;
        if (isHeard)
            theirs.CopyTo(mine);
    }

    /// <summary>The size that a node computes; infinite while too few instances reached it.
    /// </summary>
    public double SizeAt(int node)
    {
        Span<double> mine = Row(node);
        for (int i = 0; i < mine.Length; i++)
            sizes[i] = mine[i] > 0 ? 1 / mine[i] : double.PositiveInfinity;
        Array.Sort(sizes);
        int cut = instances / 3;
        double sum = 0;
        foreach (double one in sizes.AsSpan(cut, instances - (2 * cut)))
            sum += one;
        return sum / (instances - (2 * cut));
    }

    private Span<double> Row(int node) => values.AsSpan(node * instances, instances);
}
