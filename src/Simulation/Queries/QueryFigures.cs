using P2PCS.Query.Execution;

namespace P2PCS.Simulation.Queries;

/// <summary>What a row of queries came to.</summary>
/// <param name="name">What was tried.</param>
/// <param name="peers">Machines of the cloud.</param>
public sealed class QueryFigures(string name, int peers)
{
    private readonly List<double> milliseconds = [];
    private readonly List<double> messages = [];
    private readonly List<double> truths = [];
    private readonly List<double> errors = [];
    private readonly List<double> values = [];
    private readonly List<QueryAudit> audits = [];

    /// <summary>What was tried.</summary>
    public string Name => name;

    /// <summary>Machines of the cloud.</summary>
    public int Peers => peers;

    /// <summary>Queries so far.</summary>
    public int Queries => milliseconds.Count;

    /// <summary>The time that 95 % of the queries took at the most, in milliseconds.</summary>
    public double P95Milliseconds => milliseconds.Order().ElementAt(
        (int)Math.Ceiling(0.95 * milliseconds.Count) - 1);

    /// <summary>Frames per machine and query, of all machines, the mean.</summary>
    public double MessagesPerPeer => messages.Average();

    /// <summary>The least share of the machines that are up that was counted.</summary>
    public double LeastCoverage => truths.Min();

    /// <summary>The mean share.</summary>
    public double MeanCoverage => truths.Average();

    /// <summary>The most by which a reported coverage was wrong, in shares of 1.</summary>
    public double CoverageError => errors.Max();

    /// <summary>The most and the mean by which a number was wrong, relative to the truth of the
    /// machines that were up all the time; null where it was not checked.</summary>
    public (double Most, double Mean)? ValueError =>
        values.Count > 0 ? (values.Max(), values.Average()) : null;

    /// <summary>Machines that were counted once, and what was counted wrongly, of all answers;
    /// null where it was not checked.</summary>
    public QueryAudit? Audit => audits.Count == 0 ? null : new(
        audits.Sum(one => one.Once), audits.Sum(one => one.Wrong),
        audits.Sum(one => one.Untold));

    /// <summary>The last answer.</summary>
    public QueryAnswer? Last { get; private set; }

    internal void Check(double? valueError, QueryAudit? audit)
    {
        if (valueError is { } error)
            values.Add(error);
        if (audit is { } one)
            audits.Add(one);
    }

    internal void Add(QueryAnswer answer, TimeSpan took, double messagesPerPeer, double truth)
    {
        milliseconds.Add(took.TotalMilliseconds);
        messages.Add(messagesPerPeer);
        truths.Add(Math.Min(1, truth));
        errors.Add(Math.Abs(answer.Coverage.Fraction - Math.Min(1, truth)));
        Last = answer;
    }
}
