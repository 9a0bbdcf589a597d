using P2PCS.Membership.Sampling;
using P2PCS.Slicing.Ranks;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>How many nodes a slicing protocol puts into the wrong slice.</summary>
internal static class RankFigures
{
    private const string Ranking = "Fernández et al., ICDCS 2007, section 5";
    private const string Adam2 = "after Sacha et al., ICDCS 2010, section 4";

    public static IEnumerable<PaperRow> Rows() =>
    [
        new("16-1000", Ranking, "misassigned to 10 slices after 1000 samples: .313 k / sqrt(m)",
            scale => Counting(scale, 10, 1000)),
        new("16-4000", Ranking, "misassigned to 10 slices after 4000 samples: .313 k / sqrt(m)",
            scale => Counting(scale, 10, 4000)),
        .. new[] { (1, .0027), (2, .00023), (3, .00005) }
            .Select(point => Cdf(point.Item1, point.Item2)),
    ];

    private static PaperResult Counting(PaperScale scale, int slices, int samples)
    {
        int nodes = scale == PaperScale.Small ? 2000 : 10_000;
        var attributes = new double[samples];
        var ties = new uint[samples];
        int wrong = 0;
        for (int node = 0; node < nodes; node++)
        {
            ulong key = Draw.At(51, (ulong)node);
            for (int i = 0; i < samples; i++)
            {
                int other = Draw.Below(Draw.At(key, (ulong)i), nodes);
                attributes[i] = other;
                ties[i] = (uint)other;
            }

            double rank = (double)RankCounter.Below(attributes, ties, node, (uint)node) / samples;
            int right = RankCounter.SliceOf((node + 0.5) / nodes, slices);
            wrong += RankCounter.SliceOf(rank, slices) == right ? 0 : 1;
        }

        double expected = 0.313 * slices / Math.Sqrt(samples);
        return new PaperResult(
            expected, (double)wrong / nodes, (scale == PaperScale.Small ? 0.2 : 0.1) * expected);
    }

    private static PaperRow Cdf(int epochs, double expected) => new(
        FormattableString.Invariant($"17-{epochs}"), Adam2,
        FormattableString.Invariant($"misassigned to 10 slices after {epochs} epochs of 50 ")
            + "thresholds, lognormal attributes, aggregation off by 1e-6: at most 3 times",
        _ => new PaperResult(0, CdfMisassigned(epochs), 3 * expected));

    private static double CdfMisassigned(int epochs)
    {
        const int Slices = 10;
        const int Thresholds = 50;
        const int Nodes = 1_000_000;
        double[] attributes = Lognormal(Nodes);
        double[] thresholds = [.. Enumerable.Range(0, Thresholds).Select(i =>
            attributes[(int)((long)i * (Nodes - 1) / (Thresholds - 1))]
                * (1 + (0.2 * Draw.Fraction(Draw.At(53, (ulong)i)))))];
        Array.Sort(thresholds);
        thresholds[0] = attributes[0];
        thresholds[^1] = attributes[^1];
        double[] shares = Shares(attributes, thresholds, 1);
        double reach = 0.5 / Slices;
        for (int epoch = 2; epoch <= epochs; epoch++)
        {
            var next = new double[Thresholds];
            reach /= 10;
            Distribution.Refine(Slices, reach, thresholds, shares, next);
            thresholds = next;
            shares = Shares(attributes, thresholds, epoch);
        }

        int wrong = 0;
        for (int node = 0; node < Nodes; node++)
        {
            double rank = Distribution.RankOf(attributes[node], thresholds, shares);
            int right = RankCounter.SliceOf((node + 0.5) / Nodes, Slices);
            wrong += RankCounter.SliceOf(rank, Slices) == right ? 0 : 1;
        }

        return (double)wrong / Nodes;
    }

    private static double[] Shares(double[] attributes, double[] thresholds, int epoch) =>
    [
        .. thresholds.Select((threshold, i) =>
        {
            int at = Array.BinarySearch(attributes, threshold);
            int below = at >= 0 ? at + 1 : ~at;
            double noise = (2 * Draw.Fraction(Draw.At(54, (ulong)((epoch * 100) + i)))) - 1;
            return (double)below / attributes.Length * (1 + (1e-6 * noise));
        }),
    ];

    private static double[] Lognormal(int nodes)
    {
        var attributes = new double[nodes];
        for (int node = 0; node < nodes; node++)
            attributes[node] = Attributes.Lognormal(52, (ulong)node);
        Array.Sort(attributes);
        return attributes;
    }
}
