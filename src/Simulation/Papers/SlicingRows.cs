using P2PCS.Protocol;
using P2PCS.Slicing;
using P2PCS.Slicing.Cdf;
using P2PCS.Slicing.Ranking;

namespace P2PCS.Simulation.Papers;

/// <summary>Slicing by ordering, by ranking and by the distribution.</summary>
internal static class SlicingRows
{
    /// <summary>The share of wrong slices with one sample and one slice.</summary>
    private const double Law = 0.313;

    /// <summary>Nodes of row 15 at every scale: near the floor, disorder does not scale.</summary>
    private const int Nodes = 10_000;

    /// <summary>Row 15: the slice disorder measure of ordering and ranking.</summary>
    public static PaperResult Disorder(PaperScale scale)
    {
        bool isFull = scale == PaperScale.Full;
        var figures = new List<PaperFigure>();
        Ordering(figures, isLargestGain: false, 22_731);
        Ordering(figures, isLargestGain: true, 13_533);
        Ranking(figures, countsView: true, isFull
            ? [(0, 336_140), (5, 29_917), (10, 21_098), (20, 14_704), (100, 6_661)]
            : [(0, 336_140), (5, 29_917), (10, 21_098)]);
        Ranking(figures, countsView: false, isFull
            ? [(0, 336_140), (5, 114_637), (10, 75_588), (20, 51_133), (100, 22_836)]
            : [(0, 336_140), (5, 114_637), (10, 75_588)]);
        if (isFull)
            Floor(figures);
        return new PaperResult(figures);
    }

    /// <summary>Row 16: wrong slices of a counter with m uniform samples.</summary>
    public static PaperResult RankingLaw(PaperScale scale)
    {
        Rng rng = Statistics.Generator(16);
        int nodes = scale == PaperScale.Full ? 40_000 : 10_000;
        List<(int Slices, int Samples)> settings = scale == PaperScale.Full
            ? [(10, 150), (10, 1_000), (10, 10_000), (100, 12_000)]
            : [(10, 150), (10, 1_000)];
        var figures = new List<PaperFigure>();
        foreach ((int slices, int samples) in settings)
        {
            figures.Add(PaperFigure.Within(
                $"wrong slices, k={slices}, m={samples}",
                Law * slices / Math.Sqrt(samples),
                WrongSlices(nodes, slices, samples, ref rng),
                0.1));
        }

        return new PaperResult(figures);
    }

    /// <summary>Row 17: slicing by the distribution, with exact shares and a little noise.
    /// </summary>
    /// <remarks>At full size at every scale: one node of 10^6 is a fiftieth of the last figure.
    /// </remarks>
    public static PaperResult Distribution()
    {
        const int slices = 10;
        Rng rng = Statistics.Generator(17);
        double[] attributes = new double[1_000_000];
        foreach (ref double attribute in attributes.AsSpan())
            attribute = Math.Exp(2 * Statistics.Normal(ref rng));
        attributes.AsSpan().Sort();
        double[] thresholds = FirstThresholds(attributes, 50, ref rng);
        double[] shares = new double[thresholds.Length];
        double[] next = new double[thresholds.Length];
        var figures = new List<PaperFigure>();
        double[] expected = [0.0027, 0.00023, 0.00005];
        for (int epoch = 0; epoch < expected.Length; epoch++)
        {
            for (int i = 0; i < shares.Length; i++)
            {
                double noise = 1 + (1e-6 * Statistics.Normal(ref rng));
                shares[i] = ShareAtMost(attributes, thresholds[i]) * noise;
            }

            figures.Add(PaperFigure.Between(
                $"wrong slices after epoch {epoch + 1}, k=10, L=50",
                expected[epoch] / 3,
                expected[epoch] * 3,
                WrongByDistribution(attributes, thresholds, shares, slices)));
            CdfSlicing.Refine(thresholds, shares, slices, next);
            (thresholds, next) = (next, thresholds);
        }

        return new PaperResult(figures);
    }

    // Before the floor only: later disorder depends on one random draw for each run.
    private static void Ordering(
        List<PaperFigure> figures, bool isLargestGain, double afterFive)
    {
        const int slices = 100;
        string name = isLargestGain ? "mod-JK" : "JK";
        var cloud = new SlicingCloud(Nodes, Statistics.Generator(15));
        figures.Add(PaperFigure.Within(
            $"{name} disorder, k=100, cycle 0", 333_009, cloud.Disorder(slices), 0.1));
        for (int cycle = 0; cycle < 5; cycle++)
            cloud.SwapCycle(isLargestGain);
        figures.Add(PaperFigure.Within(
            $"{name} disorder, k=100, cycle 5", afterFive, cloud.Disorder(slices), 0.1));
    }

    private static void Ranking(
        List<PaperFigure> figures, bool countsView, (int Cycle, double Disorder)[] rows)
    {
        const int slices = 100;
        string name = countsView ? "ranking" : "ranking, pushes only,";
        var cloud = new SlicingCloud(Nodes, Statistics.Generator(15).Fork(1));
        int cycle = 0;
        foreach ((int until, double expected) in rows)
        {
            for (; cycle < until; cycle++)
                cloud.RankCycle(countsView, slices);
            figures.Add(PaperFigure.Within(
                $"{name} disorder, k=100, cycle {until}",
                expected,
                cloud.Disorder(slices),
                0.1));
        }
    }

    // Ordering ends with the draw in order, whatever the draw: its floor is one random number.
    private static void Floor(List<PaperFigure> figures)
    {
        const int draws = 100;
        double mean = Law * 10 / Math.Sqrt(Nodes);
        Rng rng = Statistics.Generator(15).Fork(2);
        double sum = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            var sorted = new SlicingCloud(Nodes, rng.Fork(1));
            sorted.SortValues();
            sum += sorted.Misassigned(10);
        }

        figures.Add(PaperFigure.Within(
            "wrong slices at the floor, k=10, mean of 100 draws", mean, sum / draws, 0.1));
        var cloud = new SlicingCloud(Nodes, Statistics.Generator(15));
        for (int cycle = 0; cycle < 100; cycle++)
            cloud.SwapCycle(isLargestGain: false);
        figures.Add(PaperFigure.Between(
            "wrong slices of JK, k=10, cycle 100", 0.4 * mean, 1.9 * mean, cloud.Misassigned(10)));
    }

    private static double WrongSlices(int nodes, int slices, int samples, ref Rng rng)
    {
        Span<double> seen = stackalloc double[50];
        int wrong = 0;
        for (int node = 0; node < nodes; node++)
        {
            double attribute = (node + 0.5) / nodes;
            int below = 0;
            for (int i = 0; i < samples; i += seen.Length)
            {
                foreach (ref double other in seen)
                    other = rng.Fraction();
                below += RankEstimate.CountBelow(seen, attribute);
            }

            int slice = Slices.Of(RankEstimate.Share(below, samples, 0), slices);
            wrong += slice == Slices.Of(attribute, slices) ? 0 : 1;
        }

        return (double)wrong / nodes;
    }

    // Evenly spaced among the attributes of 1,000 nodes that a first node has met.
    private static double[] FirstThresholds(double[] attributes, int count, ref Rng rng)
    {
        double[] met = new double[1_000];
        foreach (ref double attribute in met.AsSpan())
            attribute = attributes[rng.Below(attributes.Length)];
        met.AsSpan().Sort();
        double[] thresholds = new double[count];
        for (int i = 1; i < count - 1; i++)
            thresholds[i] = met[i * (met.Length - 1) / (count - 1)];
        thresholds[0] = attributes[0];
        thresholds[^1] = attributes[^1];
        return thresholds;
    }

    private static double ShareAtMost(double[] sorted, double threshold)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= threshold)
                low = middle + 1;
            else
                high = middle;
        }

        return (double)low / sorted.Length;
    }

    private static double WrongByDistribution(
        double[] sorted, double[] thresholds, double[] shares, int slices)
    {
        int wrong = 0;
        for (int node = 0; node < sorted.Length; node++)
        {
            double rank = CdfSlicing.RankOf(sorted[node], thresholds, shares);
            int actual = (int)((long)node * slices / sorted.Length);
            wrong += Slices.Of(rank, slices) == actual ? 0 : 1;
        }

        return (double)wrong / sorted.Length;
    }
}
