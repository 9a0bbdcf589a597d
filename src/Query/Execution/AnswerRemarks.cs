using System.Globalization;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>What is to be known of an answer, as sentences.</summary>
internal static class AnswerRemarks
{
    public static IReadOnlyList<string> Of(Duty duty, QueryCoverage coverage)
    {
        QueryTally tally = duty.Tally;
        var remarks = new List<string>();
        if (tally.Errors > 0)
        {
            remarks.Add($"{tally.Errors} values became NULL: a wrong type, an overflow or a "
                + "division by zero");
        }

        if (tally.Overruns > 0)
            remarks.Add($"{tally.Overruns} rows or peers took too many steps and are missing");
        if (tally.Refused > 0)
        {
            remarks.Add($"{tally.Refused} peers refused: they have enough to do, run another "
                + "version, or the query overran them");
        }

        Add(remarks, duty);
        Value least = duty.Question.Query.Query.Options.MinCoverage;
        if (!least.IsNull && coverage.Fraction < least.AsNumber)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture,
                $"coverage {coverage.Fraction:F3} is below min_coverage {least.AsNumber:F3}"));
        }

        return remarks;
    }

    private static void Add(List<string> remarks, Duty duty)
    {
        if (duty.Fold.Groups is { Withholds: true })
        {
            remarks.Add($"rows of fewer than {Question.CoarsePeers} peers are not shown, because "
                + "a coarse column is read");
        }

        if (duty.Question.Query is { IsRowQuery: true, IsCoarse: true } && duty.Opened > 0)
        {
            remarks.Add("coarse columns of other peers are NULL in rows; GROUP BY shows groups "
                + $"of {Question.CoarsePeers} and more");
        }
    }
}
