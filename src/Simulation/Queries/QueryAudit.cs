using System.Globalization;
using P2PCS.Query.Execution;

namespace P2PCS.Simulation.Queries;

/// <summary>
/// How often each machine is in an answer, told by the answer alone: machines stand in buckets of
/// 24, and each has a power of four of its own there, so that the digits of a bucket's sum are
/// how often its machines were counted.
/// </summary>
/// <param name="Once">Machines that were counted once.</param>
/// <param name="Wrong">Machines that were counted more often or do not exist, and what the
/// counters of the answer are wrong by.</param>
/// <param name="Untold">Machines whose buckets had no room in the answer.</param>
public readonly record struct QueryAudit(long Once, long Wrong, long Untold)
{
    /// <summary>The query.</summary>
    public const string Text = $"SELECT {Bucket}, sum({Mark}), count(*) FROM peers "
        + $"GROUP BY {Bucket} WITH consistency = tree";

    internal const string Bucket = "kernel";
    internal const string Mark = "disk.free";

    // 4^24 is 2^48: below the documented limit of the column, and sums are exact.
    private const int BucketSize = 24;

    /// <summary>Reads an answer of <see cref="Text"/>.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="peers">Every machine there ever was.</param>
    public static QueryAudit Of(QueryAnswer answer, int peers)
    {
        long once = 0;
        long wrong = 0;
        long untold = 0;
        foreach (IReadOnlyList<AnswerCell> row in answer.Rows)
        {
            long counted = row[2].Value.AsInt;
            if (!int.TryParse(
                row[0].Value.AsText, NumberStyles.None, CultureInfo.InvariantCulture,
                out int bucket))
            {
                untold += counted;
                continue;
            }

            (long ones, long others) = Digits(row[1].Value.AsInt, bucket, peers);
            once += ones;
            wrong += others + Math.Abs(counted - ones);
        }

        wrong += Math.Abs(answer.Coverage.Answered - once - untold);
        return new QueryAudit(once, wrong, untold);
    }

    internal static string BucketOf(int index) =>
        (index / BucketSize).ToString(CultureInfo.InvariantCulture);

    internal static long MarkOf(int index) => 1L << (2 * (index % BucketSize));

    private static (long Ones, long Others) Digits(long sum, int bucket, int peers)
    {
        long ones = 0;
        long others = 0;
        for (int place = 0; sum > 0; place++, sum >>= 2)
        {
            bool isThere = place < BucketSize && (bucket * BucketSize) + place < peers;
            if ((sum & 3) == 1 && isThere)
                ones++;
            else if ((sum & 3) > 0)
                others++;
        }

        return (ones, others);
    }
}
