using System.Text.Json;

namespace P2PCS.Host.Rest.Bodies;

/// <summary>A question to the cloud.</summary>
/// <param name="Sql">The query; see <c>GET /v1/catalog</c> for what may be asked.</param>
/// <param name="Timeout">Longest wait, such as <c>2s</c>; else what WITH says.</param>
/// <param name="Consistency"><c>local</c>, <c>gossip</c>, <c>tree</c> or <c>sample</c>; else what
/// WITH says.</param>
/// <param name="MaxError">Largest error that will do, as a share of one; else what WITH says.
/// </param>
/// <param name="MinCoverage">Least share of the peers that must have answered; else what WITH
/// says.</param>
public sealed record QueryRequest(
    string Sql,
    string? Timeout = null,
    string? Consistency = null,
    double? MaxError = null,
    double? MinCoverage = null)
{
    /// <summary>The period of a continuous query whose text has no EVERY, such as <c>2s</c>.
    /// </summary>
    public string? Every { get; init; }

    /// <summary>How long a continuous query lives whose text has no EVERY.</summary>
    public string? For { get; init; }
}

/// <summary>The answer to a query.</summary>
/// <param name="Columns">What the rows hold.</param>
/// <param name="Rows">Values in the order of the columns: numbers, text, truths, times as RFC 3339
/// text, null where a value is unknown.</param>
/// <param name="Coverage">Who was heard.</param>
/// <param name="Approximate">Whether values are estimates.</param>
/// <param name="Error">Estimated relative error of an estimate, or null.</param>
/// <param name="AsOf">From when the values are.</param>
/// <param name="Plan">How it was answered.</param>
/// <param name="Cost">What it cost the cloud.</param>
/// <param name="Errors">What went wrong in single rows, such as comparing text with a number.
/// </param>
/// <param name="Truncated">Whether there are more rows than these.</param>
public sealed record QueryBody(
    IReadOnlyList<QueryColumnBody> Columns,
    IReadOnlyList<IReadOnlyList<JsonElement>> Rows,
    CoverageBody Coverage,
    bool Approximate,
    double? Error,
    AsOfBody AsOf,
    string Plan,
    QueryCostBody Cost,
    IReadOnlyList<string> Errors,
    bool Truncated)
{
    /// <summary>Whether fewer peers answered than <c>min_coverage</c> asks for.</summary>
    public bool Partial { get; init; }
}

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>bool</c>, <c>int</c>, <c>float</c>, <c>text</c>, <c>time</c>,
/// <c>version</c>, <c>map</c> or <c>any</c>.</param>
/// <param name="Unit"><c>bytes</c>, <c>bitsPerSecond</c>, <c>seconds</c>, <c>ratio</c>, or null.
/// </param>
public sealed record QueryColumnBody(string Name, string Type, string? Unit);

/// <summary>How many of the cloud's peers an answer is made of.</summary>
/// <param name="Answered">Peers that were heard.</param>
/// <param name="Estimated">Peers that are there, as far as the cloud knows.</param>
/// <param name="Fraction">The one divided by the other, 0 to 1.</param>
public sealed record CoverageBody(long Answered, long Estimated, double Fraction);

/// <summary>From when an answer's values are.</summary>
/// <param name="Oldest">The oldest of them, UTC.</param>
/// <param name="Newest">The newest of them, UTC.</param>
public sealed record AsOfBody(DateTimeOffset Oldest, DateTimeOffset Newest);

/// <summary>What an answer cost.</summary>
/// <param name="Messages">Messages sent by all peers.</param>
/// <param name="Bytes">Bytes of those.</param>
/// <param name="Ms">Milliseconds from the question to the answer.</param>
public sealed record QueryCostBody(long Messages, long Bytes, double Ms);

/// <summary>A continuous query.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sql">Its text.</param>
/// <param name="State"><c>running</c> or <c>ended</c>.</param>
/// <param name="EverySeconds">Its period.</param>
/// <param name="CreatedAt">When it began, UTC.</param>
/// <param name="EndsAt">When it ends by itself, UTC.</param>
/// <param name="Answers">How many answers there were; also the id of the last one.</param>
public sealed record ContinuousQueryBody(
    string Id,
    string Sql,
    string State,
    double EverySeconds,
    DateTimeOffset CreatedAt,
    DateTimeOffset EndsAt,
    long Answers);
