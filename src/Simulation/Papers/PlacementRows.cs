using P2PCS.Protocol;

namespace P2PCS.Simulation.Papers;

/// <summary>Where work is put, by asking few of many, and how its results are trusted.</summary>
internal static class PlacementRows
{
    /// <summary>Row 31: mean time in system when each job joins the shortest of d queues.
    /// </summary>
    public static PaperResult Supermarket(PaperScale scale)
    {
        (int Choices, double Time)[] table = scale == PaperScale.Full
            ? [(2, 2.614), (3, 2.028)]
            : [(2, 2.614)];
        int queues = scale == PaperScale.Full ? 10_000 : 2_000;
        int steps = scale == PaperScale.Full ? 60_000_000 : 8_000_000;
        return new PaperResult([.. table.Select(row => PaperFigure.Within(
            $"mean time in system, load .9, d={row.Choices}",
            row.Time,
            MeanTime(0.9, queues, steps, row.Choices, Statistics.Generator(31)),
            0.01))]);
    }

    /// <summary>Row 32: the fullest of n bins when n balls pick the emptier of two.</summary>
    public static PaperResult BallsInBins(PaperScale scale)
    {
        Rng rng = Statistics.Generator(32);
        const int runs = 5;
        int bins = scale == PaperScale.Full ? 1_000_000 : 100_000;
        int[] fullest = new int[runs];
        for (int run = 0; run < runs; run++)
            fullest[run] = Fullest(bins, 2, ref rng);
        Array.Sort(fullest);
        string name = $"fullest bin in most of {runs} runs, d=2, n={bins}";
        PaperFigure figure = scale == PaperScale.Full
            ? PaperFigure.Near(name, 4, fullest[runs / 2], 0)
            : PaperFigure.Between(name, 3, 4, fullest[runs / 2]);
        return new PaperResult([figure]);
    }

    /// <summary>Row 33: mean response of jobs of 100 tasks, by how workers are chosen.</summary>
    public static PaperResult Sparrow(PaperScale scale)
    {
        (SparrowChoice Choice, string Name, double Response)[] table =
        [
            (SparrowChoice.Random, "random", 2_594),
            (SparrowChoice.PerTask, "two for each task", 819),
            (SparrowChoice.Batch, "batch sampling", 702),
            (SparrowChoice.LateBinding, "batch sampling, late binding", 556),
        ];
        bool isFull = scale == PaperScale.Full;
        return new PaperResult([.. table[(isFull ? 0 : 3)..].Select(row =>
        {
            // One slot at load .8 forgets its start in 9 s, which are 7,200 jobs; short queues
            // forget it within a second.
            (int jobs, int warm) = !isFull ? (3_000, 1_500)
                : row.Choice == SparrowChoice.Random ? (120_000, 40_000) : (40_000, 10_000);
            var cluster = new SparrowCluster(10_000, 0.8, row.Choice, Statistics.Generator(33));
            double response = cluster.MeanResponse(jobs, warm);
            return PaperFigure.Within(
                $"mean job response, {row.Name}, in ms", row.Response, response, 0.05);
        })]);
    }

    /// <summary>Row 35: adaptive replication of hosts with a small steady error rate.</summary>
    public static PaperResult AdaptiveReplication(PaperScale scale)
    {
        (double Error, double Copies, double Wrong)[] table =
        [
            (0, 1.03, 0), (0.01, 1.04, 0.0096), (0.05, 1.08, 0.046), (0.10, 1.16, 0.084),
        ];
        Rng rng = Statistics.Generator(35);
        int hosts = scale == PaperScale.Full ? 10_000 : 1_000;
        var figures = new List<PaperFigure>();
        foreach ((double error, double copies, double wrong) in table)
        {
            (double itsCopies, double itsWrong) = Replicate(hosts, 2_000, error, ref rng);
            string name = $"host error {error * 100:0.#} %";
            figures.Add(
                PaperFigure.Within($"copies for each job, {name}", copies, itsCopies, 0.05));
            figures.Add(
                PaperFigure.Within($"wrong and accepted, {name}", wrong, itsWrong, 0.05));
        }

        return new PaperResult(figures);
    }

    // Arrivals and departures of all queues as one chain of steps; Little's law turns the mean
    // length into the mean time.
    private static double MeanTime(double load, int queues, int steps, int choices, Rng rng)
    {
        int[] lengths = new int[queues];
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

    private static int Fullest(int bins, int choices, ref Rng rng)
    {
        byte[] balls = new byte[bins];
        int fullest = 0;
        for (int ball = 0; ball < bins; ball++)
        {
            int bin = rng.Below(bins);
            for (int i = 1; i < choices; i++)
            {
                int other = rng.Below(bins);
                bin = balls[other] < balls[bin] ? other : bin;
            }

            fullest = Math.Max(fullest, ++balls[bin]);
        }

        return fullest;
    }

    // BOINC's rule: fewer than 10 valid replicated results in a row, never trusted; else trusted
    // with 1 - 1/CV. The replay's model: the partner of a replicated job is always right.
    private static (double Copies, double Wrong) Replicate(
        int hosts, int jobs, double error, ref Rng rng)
    {
        long copies = 0;
        long wrong = 0;
        for (int host = 0; host < hosts; host++)
        {
            int valid = 0;
            for (int job = 0; job < jobs; job++)
            {
                bool isWrong = rng.Fraction() < error;
                bool isTrusted = valid >= 10 && rng.Fraction() < 1 - (1.0 / valid);
                copies += isTrusted ? 1 : 2;
                wrong += isTrusted && isWrong ? 1 : 0;
                valid = isTrusted ? valid : isWrong ? 0 : valid + 1;
            }
        }

        double all = (double)hosts * jobs;
        return (copies / all, wrong / all);
    }
}
