using P2PCS.Protocol;
using P2PCS.Slicing.Ranks;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Slicing by rank when nodes count only what is pushed to them.</summary>
internal static class PushFigures
{
    private const int Nodes = 10_000;
    private const int Slices = 100;
    private const int View = 20;
    private const string Paper = "Fernández et al., ICDCS 2007, section 5";

    public static IEnumerable<PaperRow> Rows() =>
    [
        Pushes(5, 114_637),
        Pushes(10, 75_588),
        Pushes(20, 51_133),
    ];

    private static PaperRow Pushes(int cycles, double expected) => new(
        FormattableString.Invariant($"15-pushes-{cycles}"), Paper,
        FormattableString.Invariant($"slice disorder of ranking at cycle {cycles}, only pushes ")
            + "counted: 10^4 nodes, 100 slices, view 20",
        _ => new PaperResult(expected, Disorder(cycles), 0.1 * expected));

    // Attributes are the nodes' names: only their order counts.
    private static double Disorder(int cycles)
    {
        var rng = new Rng(15);
        var counts = new RankRows([.. Enumerable.Range(0, Nodes).Select(node => (double)node)]);
        foreach (ref double rank in counts.Ranks.AsSpan())
            rank = rng.Fraction();
        int[] order = [.. Enumerable.Range(0, Nodes)];
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            for (int turn = 0; turn < Nodes; turn++)
            {
                int other = turn + rng.Below(Nodes - turn);
                (order[turn], order[other]) = (order[other], order[turn]);
                PushTwice(counts, order[turn], ref rng);
            }
        }

        double disorder = 0;
        for (int node = 0; node < Nodes; node++)
        {
            disorder += Math.Abs(RankCounter.SliceOf((node + 0.5) / Nodes, Slices)
                - RankCounter.SliceOf(counts.Ranks[node], Slices));
        }

        return disorder;
    }

    // To a random neighbour, and to the one that believes to be nearest to a boundary, out of a
    // view of fresh samples.
    private static void PushTwice(RankRows counts, int node, ref Rng rng)
    {
        int nearest = 0;
        int random = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < View; i++)
        {
            int name = rng.Below(Nodes - 1);
            name += name >= node ? 1 : 0;
            random = i == 0 ? name : random;
            double distance = counts.ToBoundary(name, Slices);
            if (distance >= least)
                continue;
            least = distance;
            nearest = name;
        }

        counts.Meet(random, node);
        counts.Meet(nearest, node);
    }
}
