using P2PCS.Membership.Liveness;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>How soon a crash is noticed, and how often wrongly.</summary>
internal static class DetectionFigures
{
    private const string Paper = "Das, Gupta, Motivala (SWIM), DSN 2002, section 3";

    public static IEnumerable<PaperRow> Rows() =>
    [
        new("20-mean", Paper, "periods until a crashed member is probed, out of step: mean, 1",
            scale => Near(1, OutOfStep(scale).Average())),
        new("20-median", Paper, "the same: median", scale =>
            Near(0.70, Quantile(OutOfStep(scale), 0.5))),
        new("20-99", Paper, "the same: 99 of 100 crashes", scale =>
            Near(4.6, Quantile(OutOfStep(scale), 0.99))),
        new("20-step", Paper, "the same, all probe at the same instants: mean, e / (e - 1)",
            scale => Near(ProbeTheory.FirstProbePeriods, OutOfStep(scale).Average(Math.Ceiling))),
        Formula(.05, 0, .0975, .00005),
        Formula(.05, 1, .0181, .00005),
        Formula(.05, 3, 6.2e-4, 5e-6),
        Formula(.05, 5, 2.1e-5, 5e-7),
        Formula(.1, 0, .19, .005),
        Formula(.1, 1, .0653, .00005),
        Formula(.1, 3, .0077, .00005),
        Formula(.1, 5, 9.1e-4, 5e-6),
        Formula(.2, 3, .074, .0005),
        Probes(.05, 1),
        Probes(.1, 3),
        Probes(.2, 3),
    ];

    private static PaperResult Near(double expected, double measured) =>
        new(expected, measured, 0.05 * expected);

    private static double Quantile(double[] sorted, double share) =>
        sorted[(int)(share * sorted.Length)];

    // The tolerance is half of the last digit that is given.
    private static PaperRow Formula(double loss, int proxies, double alarm, double rounding) => new(
        FormattableString.Invariant($"21-formula-{loss}-{proxies}"), Paper,
        FormattableString.Invariant($"chance of a false alarm, {loss:P0} of datagrams lost, ")
            + FormattableString.Invariant($"{proxies} proxies: (1-(1-q)^2) (1-(1-q)^4)^k"),
        _ => new PaperResult(alarm, ProbeTheory.FalseAlarm(loss, proxies), rounding));

    private static PaperRow Probes(double loss, int proxies) => new(
        FormattableString.Invariant($"21-probes-{loss}-{proxies}"), Paper,
        FormattableString.Invariant($"false alarms of simulated probes, {loss:P0} lost, ")
            + FormattableString.Invariant($"{proxies} proxies, within 3 standard deviations"),
        scale =>
        {
            int probes = scale == PaperScale.Small ? 400_000 : 4_000_000;
            double expected = ProbeTheory.FalseAlarm(loss, proxies);
            return new PaperResult(
                expected,
                (double)Alarms(loss, proxies, probes) / probes,
                3 * Math.Sqrt(expected * (1 - expected) / probes));
        });

    // Sorted, in periods.
    private static double[] OutOfStep(PaperScale scale)
    {
        var rng = new Rng(20);
        int members = scale == PaperScale.Small ? 100 : 1000;
        var first = new double[20_000];
        for (int i = 0; i < first.Length; i++)
            first[i] = FirstProbe(members, ref rng);
        Array.Sort(first);
        return first;
    }

    // In each period every member probes one of the others, at its own moment of the period.
    private static double FirstProbe(int members, ref Rng rng)
    {
        for (int period = 0; ; period++)
        {
            double first = double.PositiveInfinity;
            for (int member = 1; member < members; member++)
            {
                if (rng.Below(members - 1) == 0)
                    first = Math.Min(first, rng.Fraction());
            }

            if (first <= 1)
                return period + first;
        }
    }

    // A probe takes two datagrams, one through a proxy four.
    private static int Alarms(double loss, int proxies, int probes)
    {
        var rng = new Rng(21);
        int alarms = 0;
        for (int probe = 0; probe < probes; probe++)
        {
            bool isAnswered = HasArrived(2, loss, ref rng);
            for (int proxy = 0; proxy < proxies && !isAnswered; proxy++)
                isAnswered = HasArrived(4, loss, ref rng);
            alarms += isAnswered ? 0 : 1;
        }

        return alarms;
    }

    private static bool HasArrived(int datagrams, double loss, ref Rng rng)
    {
        for (int i = 0; i < datagrams; i++)
        {
            if (rng.Fraction() < loss)
                return false;
        }

        return true;
    }
}
