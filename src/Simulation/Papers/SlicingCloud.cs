using P2PCS.Protocol;
using P2PCS.Slicing;
using P2PCS.Slicing.Ordering;
using P2PCS.Slicing.Ranking;

namespace P2PCS.Simulation.Papers;

/// <summary>
/// Nodes that slice themselves, each seeing a view of fresh uniform samples in every cycle. Node i
/// has the attribute i, so its true rank is known.
/// </summary>
internal sealed class SlicingCloud
{
    private const int View = 20;

    private readonly double[] attributes;
    private readonly double[] values;
    private readonly int[] below;
    private readonly int[] seen;
    private readonly int[] order;
    private readonly int[] names = new int[View];
    private readonly double[] viewAttributes = new double[View];
    private readonly double[] viewValues = new double[View];
    private Rng rng;

    public SlicingCloud(int nodes, Rng rng)
    {
        this.rng = rng;
        attributes = new double[nodes];
        values = new double[nodes];
        below = new int[nodes];
        seen = new int[nodes];
        order = new int[nodes];
        for (int node = 0; node < nodes; node++)
        {
            attributes[node] = node;
            values[node] = this.rng.Fraction();
            order[node] = node;
        }
    }

    /// <summary>Every node swaps once, if it sees a misplaced neighbour.</summary>
    public void SwapCycle(bool isLargestGain)
    {
        Statistics.Shuffle<int>(order, ref rng);
        foreach (int node in order)
        {
            DrawView(node);
            double attribute = attributes[node];
            double value = values[node];
            int partner = isLargestGain
                ? OrderExchange.PickLargestGain(viewAttributes, viewValues, attribute, value)
                : OrderExchange.PickMisplaced(
                    viewAttributes, viewValues, attribute, value, ref rng);
            if (partner >= 0)
                (values[node], values[names[partner]]) = (values[names[partner]], value);
        }
    }

    /// <summary>
    /// Every node pushes its attribute to a random neighbour and to the one that believes to be
    /// nearest to a boundary; it may also count all that it sees.
    /// </summary>
    public void RankCycle(bool countsView, int slices)
    {
        Statistics.Shuffle<int>(order, ref rng);
        foreach (int node in order)
        {
            DrawView(node);
            if (countsView)
            {
                seen[node] += View;
                below[node] += RankEstimate.CountBelow(viewAttributes, attributes[node]);
            }

            Push(node, names[rng.Below(View)]);
            Push(node, names[NearestToBoundary(slices)]);
            values[node] = RankEstimate.Share(below[node], seen[node], values[node]);
        }
    }

    /// <summary>All values in order at once: where swapping must end.</summary>
    public void SortValues() => values.AsSpan().Sort();

    /// <summary>The slice disorder measure now.</summary>
    public double Disorder(int slices) => Slices.Disorder(Actual(slices), Estimated(slices));

    /// <summary>The share of nodes in a wrong slice now.</summary>
    public double Misassigned(int slices) => Slices.Misassigned(Actual(slices), Estimated(slices));

    private void DrawView(int node)
    {
        for (int i = 0; i < View; i++)
        {
            int name = rng.Below(attributes.Length - 1);
            name += name >= node ? 1 : 0;
            names[i] = name;
            viewAttributes[i] = attributes[name];
            viewValues[i] = values[name];
        }
    }

    private void Push(int sender, int receiver)
    {
        seen[receiver]++;
        below[receiver] += RankEstimate.CountBelow(
            attributes.AsSpan(sender, 1), attributes[receiver]);
        values[receiver] = (double)below[receiver] / seen[receiver];
    }

    private int NearestToBoundary(int slices)
    {
        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < View; i++)
        {
            double distance = Slices.DistanceToBoundary(viewValues[i], slices);
            if (distance < least)
                (least, nearest) = (distance, i);
        }

        return nearest;
    }

    private int[] Actual(int slices) =>
        [.. attributes.Select(rank => (int)((long)rank * slices / attributes.Length))];

    private int[] Estimated(int slices) =>
        [.. values.Select(value => Slices.Of(value, slices))];
}
