using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>How many copies of a job it takes to trust what volunteers return.</summary>
internal static class ReplicationFigures
{
    private const string Paper = "BOINC, adaptive replication";
    private const int Jobs = 2000;

    public static IEnumerable<PaperRow> Rows() =>
        new[] { (0.0, 1.03, 0.0), (.01, 1.04, .0096), (.05, 1.08, .046), (.1, 1.16, .084) }
            .SelectMany(point => Pair(point.Item1, point.Item2, point.Item3));

    private static IEnumerable<PaperRow> Pair(double error, double copies, double wrong) =>
    [
        new(FormattableString.Invariant($"35-copies-{error}"), Paper,
            FormattableString.Invariant($"copies for each job, {error:P0} of results wrong"),
            scale => new PaperResult(copies, Replicate(scale, error).Copies, 0.05 * copies)),
        new(FormattableString.Invariant($"35-wrong-{error}"), Paper,
            FormattableString.Invariant($"wrong results accepted, {error:P0} of results wrong"),
            scale => new PaperResult(wrong, Replicate(scale, error).Wrong, 0.05 * wrong)),
    ];

    // BOINC's rule: fewer than 10 valid replicated results in a row, never trusted; else trusted
    // with 1 - 1 / their number. The replay's model: the partner of a replicated job is right.
    private static (double Copies, double Wrong) Replicate(PaperScale scale, double error)
    {
        var rng = new Rng(35);
        int hosts = scale == PaperScale.Small ? 1000 : 10_000;
        long copies = 0;
        long wrong = 0;
        for (int host = 0; host < hosts; host++)
        {
            int valid = 0;
            for (int job = 0; job < Jobs; job++)
            {
                bool isWrong = rng.Fraction() < error;
                bool isTrusted = valid >= 10 && rng.Fraction() < 1 - (1.0 / valid);
                copies += isTrusted ? 1 : 2;
                wrong += isTrusted && isWrong ? 1 : 0;
                valid = isTrusted ? valid : isWrong ? 0 : valid + 1;
            }
        }

        double all = (double)hosts * Jobs;
        return (copies / all, wrong / all);
    }
}
