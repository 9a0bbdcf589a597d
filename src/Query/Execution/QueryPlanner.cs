using P2PCS.Query.Aggregates;
using P2PCS.Query.Language;

namespace P2PCS.Query.Execution;

/// <summary>Chooses how a query is carried out, and refuses it before anything is sent where it
/// would cost too much.</summary>
internal static class QueryPlanner
{
    // The 97.5th percentile of the normal distribution: 95 % lie within.
    private const double Z = 1.96;

    // Head, tally and seal of an answer; what a peer adds to it is guessed by its shape.
    private const int AnswerHead = 80;

    /// <summary>The plan without standing aggregates.</summary>
    /// <param name="question">The question.</param>
    /// <param name="known">Peers in the roster, the node itself not counted.</param>
    /// <param name="options">The kernel's.</param>
    public static QueryPlan Choose(Question question, int known, QueryKernelOptions options)
    {
        TimeSpan timeout = question.Timeout ?? options.Timeout;
        timeout = timeout < options.TimeoutMax ? timeout : options.TimeoutMax;
        Consistency? wanted = question.Query.Query.Options.Consistency;
        if (wanted == Consistency.Local)
            return new QueryPlan(PlanKind.Local, 1) { Reason = "consistency = local" };
        int sample = SampleOf(question, options);
        bool isSample = sample > 0 && (wanted == Consistency.Sample
            || (wanted is null && sample < known / 2));
        return isSample
            ? Sampled(question, Math.Min(sample, known), timeout)
            : Tree(question, known, timeout, options);
    }

    /// <summary>Why a query cannot be run as planned; null where it can.</summary>
    public static string? Refuse(Question question, QueryPlan plan, QueryKernelOptions options)
    {
        if (question.Denial == QueryDenial.TooCostly)
        {
            return "the aggregates' states do not fit into one answer; ask for fewer of "
                + "percentile, count(DISTINCT), topk, or for smaller k";
        }

        if (question.Denial is not null)
            return "the text is longer than 8 KB";
        if (plan.Messages > options.MessagesMax)
        {
            return $"it costs {plan.Messages} messages, at most {options.MessagesMax} may be "
                + "spent; give a max_error to ask a sample of the peers";
        }

        bool wantsSample = question.Query.Query.Options.Consistency == Consistency.Sample;
        return wantsSample && plan.Kind != PlanKind.Sample
            ? "rows, min, max and count(DISTINCT) cannot be had from a sample"
            : null;
    }

    /// <summary>The error of a share by a sample.</summary>
    public static double ErrorOf(long answered) =>
        answered <= 0 ? 1 : Math.Min(1, Z * Math.Sqrt(0.25 / answered));

    // How many peers a sample takes; 0 where a sample says nothing.
    private static int SampleOf(Question question, QueryKernelOptions options)
    {
        QueryOptions said = question.Query.Query.Options;
        bool isStatistic = !question.Query.IsRowQuery && question.Groups.Aggregates.All(
            spec => spec.Kind is AggregateKind.Count or AggregateKind.Sum
                or AggregateKind.Average or AggregateKind.Variance or AggregateKind.Deviation
                or AggregateKind.Percentile);
        bool isWanted = !said.MaxError.IsNull || said.Consistency == Consistency.Sample;
        if (!isStatistic || !isWanted)
            return 0;
        double error = said.MaxError.IsNull ? 0.03 : Math.Max(said.MaxError.AsNumber, 1e-3);
        double peers = Math.Ceiling(Z * Z * 0.25 / (error * error));
        return (int)Math.Min(peers, options.SampleMax);
    }

    private static QueryPlan Sampled(Question question, int peers, TimeSpan timeout) =>
        new(PlanKind.Sample, peers)
        {
            Depth = 1,
            FanOut = peers,
            Messages = 2L * peers,
            Bytes = peers * PairBytes(question),
            Timeout = timeout,
            Error = ErrorOf(peers),
            Reason = "means and shares within max_error need no more peers",
        };

    private static QueryPlan Tree(
        Question question, int known, TimeSpan timeout, QueryKernelOptions options)
    {
        int depth = 0;
        int widest = RangeCut.Width(known, options.FanOut);
        for (int left = known; left > 0; depth++)
        {
            int width = RangeCut.Width(left, options.FanOut);
            left = ((left + width - 1) / width) - 1;
        }

        return new(PlanKind.Tree, known + 1)
        {
            Depth = depth,
            FanOut = widest,
            Messages = 2L * known,
            Bytes = known * PairBytes(question),
            Timeout = timeout,
            Reason = "rows of every peer are needed",
        };
    }

    // An ask and an answer of one peer; merged answers are longer, but few.
    private static long PairBytes(Question question) =>
        QueryAsk.HeadLength + question.Text.Length + AnswerHead
        + (16 * (question.Query.GroupBy.Count + 1))
        + (32 * Math.Max(question.Query.Aggregates.Count, question.Query.Outputs.Count));
}
