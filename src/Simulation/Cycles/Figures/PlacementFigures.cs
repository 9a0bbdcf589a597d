using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Where work is put by asking few of many.</summary>
internal static class PlacementFigures
{
    private const string Queues = "Mitzenmacher, IEEE TPDS 12(10), 2001";
    private const string Bins = "Azar, Broder, Karlin, Upfal, SIAM J. Comput. 29(1), 1999";
    private const string Sparrow = "Ousterhout et al. (Sparrow), SOSP 2013, section 3";

    public static IEnumerable<PaperRow> Rows() =>
    [
        Shortest(2, 2.614),
        Shortest(3, 2.028),
        new("32", Bins, "fullest of n bins in most of 5 runs, n balls, the emptier of two: 4 at "
            + "n = 10^6, 3 or 4 at 10^5", BallsInBins),
        Response("33-random", "workers at random", SparrowChoice.Random, 2594),
        Response("33-two", "the shorter of two for each task", SparrowChoice.PerTask, 819),
        Response("33-batch", "batch sampling", SparrowChoice.Batch, 702),
        Response("33-late", "batch sampling and late binding", SparrowChoice.LateBinding, 556),
    ];

    private static PaperRow Shortest(int choices, double expected) => new(
        FormattableString.Invariant($"31-{choices}"), Queues,
        FormattableString.Invariant($"mean time in system, load .9, shortest of {choices} queues"),
        scale =>
        {
            int queues = scale == PaperScale.Small ? 2000 : 10_000;
            int steps = scale == PaperScale.Small ? 8_000_000 : 60_000_000;
            double measured = MeanTime(0.9, queues, steps, choices);
            return new PaperResult(expected, measured, 0.01 * expected);
        });

    private static PaperResult BallsInBins(PaperScale scale)
    {
        var rng = new Rng(32);
        var fullest = new int[5];
        foreach (ref int run in fullest.AsSpan())
            run = Fullest(scale == PaperScale.Small ? 100_000 : 1_000_000, ref rng);
        Array.Sort(fullest);
        int middle = fullest[fullest.Length / 2];
        return scale == PaperScale.Small
            ? new PaperResult(3.5, middle, 0.5) : new PaperResult(4, middle, 0);
    }

    private static PaperRow Response(
        string number, string name, SparrowChoice choice, double expected) => new(
        number, Sparrow, $"mean response in ms of jobs of 100 tasks, load .8: {name}",
        scale => new PaperResult(expected, Response(scale, choice), 0.05 * expected));

    // A slot at load .8 forgets its start in 9 s, which are 7200 jobs for 10,000 workers; short
    // queues forget it within a second.
    private static double Response(PaperScale scale, SparrowChoice choice)
    {
        bool isSmall = scale == PaperScale.Small;
        bool isRandom = choice == SparrowChoice.Random;
        int workers = isSmall && isRandom ? 4000 : 10_000;
        (int jobs, int warm) = (isSmall, isRandom) switch
        {
            (true, true) => (24_000, 12_000),
            (true, false) => (12_000, 3000),
            (false, true) => (120_000, 40_000),
            _ => (40_000, 10_000),
        };
        return new SparrowCluster(workers, 0.8, choice, new Rng(33)).MeanResponse(jobs, warm);
    }

    // Arrivals and departures of all queues as one chain of steps; Little's law turns the mean
    // length into the mean time.
    private static double MeanTime(double load, int queues, int steps, int choices)
    {
        var rng = new Rng(31);
        var lengths = new int[queues];
        double arrival = load / (1 + load);
        long jobs = 0;
        double sum = 0;
        int warm = steps / 5;
        for (int step = 0; step < steps; step++)
        {
            bool isArrival = rng.Fraction() < arrival;
            int queue = rng.Below(queues);
            for (int i = 1; isArrival && i < choices; i++)
            {
                int other = rng.Below(queues);
                queue = lengths[other] < lengths[queue] ? other : queue;
            }

            int change = isArrival ? 1 : lengths[queue] > 0 ? -1 : 0;
            lengths[queue] += change;
            jobs += change;
            sum += step < warm ? 0 : jobs;
        }

        return sum / (steps - warm) / queues / load;
    }

    private static int Fullest(int bins, ref Rng rng)
    {
        var balls = new byte[bins];
        int fullest = 0;
        for (int ball = 0; ball < bins; ball++)
        {
            int bin = rng.Below(bins);
            int other = rng.Below(bins);
            bin = balls[other] < balls[bin] ? other : bin;
            fullest = Math.Max(fullest, ++balls[bin]);
        }

        return fullest;
    }
}
