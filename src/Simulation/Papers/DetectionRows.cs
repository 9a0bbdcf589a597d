using P2PCS.Membership.Dissemination;
using P2PCS.Membership.Liveness;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Papers;

/// <summary>How soon a crash is noticed, how often wrongly, and how fast the news spreads.
/// </summary>
internal static class DetectionRows
{
    /// <summary>Row 20: periods until a crashed member is first probed.</summary>
    public static PaperResult FirstProbe(PaperScale scale)
    {
        Rng rng = Statistics.Generator(20);
        int nodes = scale == PaperScale.Full ? 1_000 : 100;
        double[] first = new double[20_000];
        double periods = 0;
        for (int i = 0; i < first.Length; i++)
        {
            first[i] = FirstOutOfStep(nodes, ref rng);
            periods += Math.Ceiling(FirstOutOfStep(nodes, ref rng));
        }

        Array.Sort(first);
        return new PaperResult(
        [
            PaperFigure.Within("mean, periods out of step, in T", 1, first.Average(), 0.05),
            PaperFigure.Within(
                "median, out of step, in T", 0.70, Statistics.Quantile(first, 0.5), 0.05),
            PaperFigure.Within(
                "99 of 100, out of step, in T", 4.6, Statistics.Quantile(first, 0.99), 0.05),
            PaperFigure.Within(
                "mean, periods in step, in T",
                ProbeTheory.FirstProbePeriods,
                periods / first.Length,
                0.05),
        ]);
    }

    /// <summary>Row 21: the chance that a probe of a healthy member fails.</summary>
    public static PaperResult FalseAlarms(PaperScale scale)
    {
        // The last number is half of the last digit that is given.
        (double Loss, int Proxies, double Alarm, double Rounding)[] table =
        [
            (0.05, 0, 0.0975, 0.00005), (0.05, 1, 0.0181, 0.00005), (0.05, 3, 6.2e-4, 5e-6),
            (0.05, 5, 2.1e-5, 5e-7), (0.10, 0, 0.19, 0.005), (0.10, 1, 0.0653, 0.00005),
            (0.10, 3, 0.0077, 0.00005), (0.10, 5, 9.1e-4, 5e-6), (0.20, 3, 0.074, 0.0005),
        ];
        Rng rng = Statistics.Generator(21);
        int probes = scale == PaperScale.Full ? 4_000_000 : 400_000;
        var figures = new List<PaperFigure>();
        foreach ((double loss, int proxies, double alarm, double rounding) in table)
        {
            string name = $"loss {loss * 100:0} %, {proxies} proxies";
            double formula = ProbeTheory.FalseAlarm(loss, proxies);
            figures.Add(PaperFigure.Near($"formula, {name}", alarm, formula, rounding));
            // Three standard deviations of a count of independent probes.
            double spread = 3 * Math.Sqrt(formula * (1 - formula) / probes);
            double measured = (double)Alarms(loss, proxies, probes, ref rng) / probes;
            figures.Add(PaperFigure.Near($"probes, {name}", formula, measured, spread));
        }

        return new PaperResult(figures);
    }

    /// <summary>Row 22: rounds until a rumour is known, push-pull.</summary>
    public static PaperResult Rumours(PaperScale scale)
    {
        (int Nodes, double Half, double Most, double All)[] sizes = scale == PaperScale.Full
            ? [(1_000, 6.6, 8.6, 9.1), (10_000, 9.0, 10.9, 11.9), (100_000, 10.8, 12.8, 14.4)]
            : [(1_000, 6.6, 8.6, 9.1)];
        Rng rng = Statistics.Generator(22);
        var figures = new List<PaperFigure>();
        foreach ((int nodes, double half, double most, double all) in sizes)
        {
            const int runs = 20;
            Span<int> rounds = [0, 0, 0];
            for (int run = 0; run < runs; run++)
                Spread(nodes, rounds, ref rng);
            string name = $"know, n={nodes}, in rounds";
            figures.Add(PaperFigure.Near($"half {name}", half, (double)rounds[0] / runs, 1));
            figures.Add(PaperFigure.Near($"99 % {name}", most, (double)rounds[1] / runs, 1));
            figures.Add(PaperFigure.Near($"all {name}", all, (double)rounds[2] / runs, 1));
        }

        return new PaperResult(figures);
    }

    // In each period every member probes one of the others, at its own moment of the period.
    private static double FirstOutOfStep(int nodes, ref Rng rng)
    {
        for (int period = 0; ; period++)
        {
            double first = double.PositiveInfinity;
            for (int member = 1; member < nodes; member++)
            {
                if (rng.Below(nodes - 1) == 0)
                    first = Math.Min(first, rng.Fraction());
            }

            if (first <= 1)
                return period + first;
        }
    }

    private static int Alarms(double loss, int proxies, int probes, ref Rng rng)
    {
        int alarms = 0;
        for (int probe = 0; probe < probes; probe++)
        {
            bool isAnswered = Arrive(2, loss, ref rng);
            for (int proxy = 0; proxy < proxies && !isAnswered; proxy++)
                isAnswered = Arrive(4, loss, ref rng);
            alarms += isAnswered ? 0 : 1;
        }

        return alarms;
    }

    private static bool Arrive(int datagrams, double loss, ref Rng rng)
    {
        for (int i = 0; i < datagrams; i++)
        {
            if (rng.Fraction() < loss)
                return false;
        }

        return true;
    }

    private static void Spread(int nodes, Span<int> rounds, ref Rng rng)
    {
        bool[] knows = new bool[nodes];
        bool[] next = new bool[nodes];
        knows[0] = true;
        for (int known = 1; known < nodes;)
        {
            rounds[0] += known < nodes / 2 ? 1 : 0;
            rounds[1] += known < nodes * 0.99 ? 1 : 0;
            rounds[2]++;
            known = Rumour.PushPull(knows, next, ref rng);
            (knows, next) = (next, knows);
        }
    }
}
