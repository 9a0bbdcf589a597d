using P2PCS.Membership.Epochs;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Query.Aggregation;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Averaging, counting and extrema.</summary>
internal static class AggregationFigures
{
    private const string Averages = "Jelasity, Montresor, Babaoglu, ACM TOCS 23(3), 2005";
    private const int UndoTries = 3;
    private const string Minima = "Baquero et al., IEEE TPDS 23(4), 2012, section 3";

    public static IEnumerable<PaperRow> Rows() =>
    [
        new("1", Averages + ", section 3.3", "variance factor per cycle, reshuffled order: "
            + "1 / (2 sqrt e)", scale => Factor(scale, UniformAveraging.Initiators.Reshuffled)),
        new("2-fixed", Averages + ", section 3.3", "variance factor, fixed order",
            scale => Factor(scale, UniformAveraging.Initiators.Fixed)),
        new("2-poisson", Averages + ", section 3.3", "variance factor, random initiators: 1 / e",
            scale => Factor(scale, UniformAveraging.Initiators.Poisson)),
        .. new[] { (.1, .346), (.3, .455), (.5, .584), (.7, .732), (.9, .904) }
            .Select(point => LinkFailure(point.Item1, point.Item2)),
        new("7", Averages + ", sections 6.3 and 7.2", "COUNT of 20 instances, trimmed mean, 20 % "
            + "of messages lost, lost replies undone: estimate / size, mean of 8 runs",
            CountWithLoss),
        new("9-100", Minima, "relative sd of extrema, K = 100: 1 / sqrt(K - 2)",
            scale => ExtremaDeviation(scale, 100)),
        new("9-400", Minima, "relative sd of extrema, K = 400: 1 / sqrt(K - 2)",
            scale => ExtremaDeviation(scale, 400)),
    ];

    private static PaperResult Factor(PaperScale scale, UniformAveraging.Initiators who)
    {
        double expected = who switch
        {
            UniformAveraging.Initiators.Reshuffled => 0.3033,
            UniformAveraging.Initiators.Fixed => 0.294,
            _ => Math.Exp(-1),
        };
        return new PaperResult(expected, new UniformAveraging(Nodes(scale)).Factor(who, 0, 15),
            who == UniformAveraging.Initiators.Reshuffled ? 0.005 : 0.004);
    }

    private static PaperRow LinkFailure(double loss, double expected) => new(
        FormattableString.Invariant($"5-{loss}"), Averages + ", section 6.2",
        FormattableString.Invariant($"variance factor, {loss:P0} of exchanges fail"),
        scale => new PaperResult(expected, new UniformAveraging(Nodes(scale)).Factor(
            UniformAveraging.Initiators.Fixed, loss, 15), 0.01));

    private static PaperResult CountWithLoss(PaperScale scale)
    {
        int nodes = scale == PaperScale.Small ? 2000 : 100_000;
        int runs = scale == PaperScale.Small ? 10 : 8;
        double sum = 0;
        for (int run = 0; run < runs; run++)
            sum += CountRun(nodes, (ulong)run);
        return new PaperResult(1, sum / runs, 0.05);
    }

    // The median over the nodes of one run, as a share of the true size.
    private static double CountRun(int nodes, ulong seed)
    {
        const int Instances = 20;
        var estimates = new double[nodes * Instances];
        ulong key = Draw.At(31, seed);
        for (int i = 0; i < Instances; i++)
            estimates[(Draw.Below(Draw.At(key, (ulong)i), nodes) * Instances) + i] = 1;
        for (int cycle = 0; cycle < Averaging.EpochCycles; cycle++)
            RunWithLoss(estimates, Instances, 0.2, Draw.At(key + 1, (ulong)cycle));
        var counts = new double[nodes];
        Span<double> scratch = stackalloc double[Instances];
        for (int node = 0; node < nodes; node++)
        {
            counts[node] = Averaging.Count(
                estimates.AsSpan(node * Instances, Instances), scratch);
        }

        Array.Sort(counts);
        return counts[nodes / 2] / nodes;
    }

    // Every instance is a gossip of its own: its partners and its losses are independent.
    // Differs from the paper: a node without a reply asks its partner to undo, up to three
    // times. Without it an estimate's error is skewed, and the trimmed mean comes out 6 % high.
    private static void RunWithLoss(double[] estimates, int instances, double loss, ulong key)
    {
        int nodes = estimates.Length / instances;
        for (int at = 0; at < estimates.Length; at++)
        {
            int active = at / instances;
            ulong word = Draw.At(key, 2 * (ulong)at);
            int passive = Draw.Below(word, nodes - 1);
            passive += passive >= active ? 1 : 0;
            ulong losses = Draw.At(key, (2 * (ulong)at) + 1);
            if ((uint)losses < loss * uint.MaxValue)
                continue;
            ref double theirs = ref estimates[(passive * instances) + (at % instances)];
            double mean = (estimates[at] + theirs) * 0.5;
            bool isReplyLost = (losses >> 32) < loss * uint.MaxValue;
            bool isUndone = isReplyLost
                && Draw.Fraction(Draw.Mix(losses)) >= Math.Pow(loss, UndoTries);
            theirs = isUndone ? theirs : mean;
            estimates[at] = isReplyLost ? estimates[at] : mean;
        }
    }

    private static PaperResult ExtremaDeviation(PaperScale scale, int numbers)
    {
        int nodes = scale == PaperScale.Small ? 60 : 1000;
        int runs = scale == PaperScale.Small ? 600 : 2000;
        double sum = 0;
        double squares = 0;
        for (int run = 0; run < runs; run++)
        {
            double ratio = ExtremaRun(nodes, numbers, (ulong)run) / nodes;
            sum += ratio;
            squares += ratio * ratio;
        }

        double mean = sum / runs;
        double expected = 1 / Math.Sqrt(numbers - 2);
        return new PaperResult(
            expected, Math.Sqrt((squares / runs) - (mean * mean)) / mean, 0.1 * expected);
    }

    private static double ExtremaRun(int nodes, int numbers, ulong seed)
    {
        var rng = new Rng(seed, 9);
        var minima = new float[nodes * numbers];
        Extrema.Start(minima, ref rng);
        for (int cycle = 0; cycle < 14; cycle++)
        {
            for (int node = 0; node < nodes; node++)
            {
                int partner = rng.Below(nodes);
                Span<float> mine = minima.AsSpan(node * numbers, numbers);
                Span<float> theirs = minima.AsSpan(partner * numbers, numbers);
                Extrema.Merge(mine, theirs);
                mine.CopyTo(theirs);
            }
        }

        return Extrema.Estimate(minima.AsSpan(0, numbers));
    }

    private static int Nodes(PaperScale scale) => scale == PaperScale.Small ? 20_000 : 1_000_000;
}
