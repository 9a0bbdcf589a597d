using P2PCS.Membership.Epochs;

namespace P2PCS.Simulation.Scenarios.Layers;

/// <summary>Several numbers of every node that gossip averages together.</summary>
/// <param name="nodes">Nodes.</param>
/// <param name="width">Numbers of each.</param>
internal sealed class AveragedRows(int nodes, int width)
{
    private readonly double[] values = new double[(long)nodes * width];

    /// <summary>A node's numbers.</summary>
    public Span<double> this[int node] => values.AsSpan(node * width, width);

    /// <summary>Both sides take the means; the active one only if the reply arrives.</summary>
    public void Exchange(int active, int passive, bool isAnswered)
    {
        if (isAnswered)
            Averaging.Exchange(this[active], this[passive]);
        else
            Averaging.Merge(this[passive], this[active]);
    }
}
