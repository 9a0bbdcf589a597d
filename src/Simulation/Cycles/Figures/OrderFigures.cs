using P2PCS.Membership.Sampling;
using P2PCS.Slicing.Ranks;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>How far nodes are from their slices while they sort themselves.</summary>
internal static class OrderFigures
{
    private const int Slices = 100;
    private const int View = 20;
    private const string Jk = "Jelasity, Kermarrec, IEEE P2P 2006, section 5";
    private const string Fernandez = "Fernández et al., ICDCS 2007, section 6";

    public static IEnumerable<PaperRow> Rows() =>
    [
        new("15-jk-5", Jk, Claim("JK", 5), _ => Swapping(5, false, 22_731)),
        new("15-modjk-5", Fernandez, Claim("mod-JK", 5), _ => Swapping(5, true, 13_533)),
        new("15-ranking-10", Fernandez, Claim("ranking", 10), _ => Counting(10, 21_098)),
    ];

    private static string Claim(string protocol, int cycle) => FormattableString.Invariant(
        $"slice disorder of {protocol} at cycle {cycle}: 10^4 nodes, 100 slices, 20 samples");

    private static PaperResult Swapping(int cycles, bool isBest, double expected)
    {
        const int Nodes = 10_000;
        var values = new double[Nodes];
        int[] order = [.. Enumerable.Range(0, Nodes)];
        for (int node = 0; node < Nodes; node++)
            values[node] = Draw.Fraction(Draw.At(81, (ulong)node));
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            ulong key = Draw.At(82, (ulong)cycle);
            for (int turn = 0; turn < Nodes; turn++)
            {
                int other = turn + Draw.Below(Draw.At(key + 1, (ulong)turn), Nodes - turn);
                (order[turn], order[other]) = (order[other], order[turn]);
                Swap(values, order[turn], isBest, Draw.At(key, (ulong)turn));
            }
        }

        double disorder = 0;
        for (int node = 0; node < Nodes; node++)
            disorder += Distance(node, Nodes, values[node]);
        return new PaperResult(expected, disorder, 0.1 * expected);
    }

    // Attributes are the nodes' names: only their order counts. A view of fresh samples.
    private static void Swap(double[] values, int node, bool isBest, ulong key)
    {
        Span<double> attributes = stackalloc double[View + 1];
        Span<double> near = stackalloc double[View + 1];
        Span<int> names = stackalloc int[View + 1];
        names[0] = node;
        for (int i = 0; i <= View; i++)
        {
            names[i] = i == 0 ? node : Draw.Below(Draw.At(key, (ulong)i), values.Length);
            attributes[i] = names[i];
            near[i] = values[names[i]];
        }

        int chosen = names[SwapChoice.Of(attributes, near, isBest, Draw.At(key, 99))];
        (values[node], values[chosen]) = (values[chosen], values[node]);
    }

    private static PaperResult Counting(int cycles, double expected)
    {
        const int Nodes = 10_000;
        const int PerCycle = View + 2;
        double disorder = 0;
        Span<double> attributes = stackalloc double[PerCycle];
        Span<uint> ties = stackalloc uint[PerCycle];
        for (int node = 0; node < Nodes; node++)
        {
            int below = 0;
            for (int cycle = 0; cycle < cycles; cycle++)
            {
                for (int i = 0; i < PerCycle; i++)
                {
                    ulong index = (ulong)((((node * cycles) + cycle) * PerCycle) + i);
                    attributes[i] = Draw.Below(Draw.At(83, index), Nodes);
                    ties[i] = (uint)attributes[i];
                }

                below += RankCounter.Below(attributes, ties, node, (uint)node);
            }

            disorder += Distance(node, Nodes, (double)below / (cycles * PerCycle));
        }

        return new PaperResult(expected, disorder, 0.1 * expected);
    }

    private static int Distance(int node, int nodes, double rank) => Math.Abs(
        RankCounter.SliceOf((node + 0.5) / nodes, Slices) - RankCounter.SliceOf(rank, Slices));
}
