using P2PCS.Host.Rest.Bodies;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Host.Rest;

/// <summary>Reads questions: the text, and what stands beside it in the body.</summary>
internal static class QueryRequests
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Reads a question; what the body says goes before what WITH says.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public static Problem? Read(QueryRequest body, out SelectQuery? query)
    {
        if (!QueryParser.TryParse(body.Sql, out query, out QueryError? error))
            return Refused(error!, body.Sql);
        Problem? problem = Read(body, query!.Options, out QueryOptions options);
        query = query with { Options = options };
        return problem;
    }

    /// <summary>Checks a question against the catalog.</summary>
    /// <param name="query">The question.</param>
    /// <param name="sql">Its text, for the place of what is wrong.</param>
    /// <param name="bound">Ready to be asked; null where it is refused.</param>
    /// <returns>Why it is refused, or null.</returns>
    public static Problem? Bind(SelectQuery query, string sql, out BoundQuery? bound) =>
        Binder.TryBind(query, out bound, out QueryError? error) ? null : Refused(error, sql);

    /// <summary>Why a text is refused, with its place.</summary>
    /// <param name="error">What the language says.</param>
    /// <param name="sql">The text.</param>
    public static Problem Refused(QueryError error, string sql) => Problem.Of(
        400,
        "invalid-expression",
        "The query is not valid",
        $"line {error.Line}, column {error.Column}: {error.Message}",
        Hint(error)) with
    {
        Line = error.Line,
        Column = error.Column,
        Text = sql.Split('\n').ElementAtOrDefault(error.Line - 1)?.TrimEnd('\r'),
    };

    private static string Hint(QueryError error)
    {
        string expected = error.Expected.Length > 0 ? $"Expected {error.Expected}. " : "";
        string hint = error.Hint.Length > 0 ? error.Hint + "." : "";
        string all = (expected + hint).Trim();
        return all.Length > 0 ? all : "GET /v1/catalog lists tables and columns.";
    }

    private static Problem? Read(
        QueryRequest body, QueryOptions said, out QueryOptions options)
    {
        options = said;
        if (body.Consistency is { } word)
        {
            if (!Enum.TryParse(word, ignoreCase: true, out Consistency consistency)
                || int.TryParse(word, out _))
            {
                return Problem.Invalid(
                    $"'consistency' is '{word}'.", "Use local, gossip, tree or sample.");
            }

            options = options with { Consistency = consistency };
        }

        if (Requests.Read(body.Timeout, "timeout", TimeSpan.Zero, out TimeSpan timeout) is { } bad)
            return bad;
        if (timeout > LongestTimeout)
            return Problem.Invalid($"'timeout' is '{body.Timeout}'.", "At most 60s.");
        if (body.Timeout is not null)
        {
            options = options with
            {
                Timeout = Value.Of(timeout.TotalSeconds, Unit.Seconds),
            };
        }

        return Share(body.MaxError, "maxError", out Value maxError)
            ?? Share(body.MinCoverage, "minCoverage", out Value minCoverage)
            ?? Take(ref options, maxError, minCoverage);
    }

    private static Problem? Take(ref QueryOptions options, Value maxError, Value minCoverage)
    {
        options = options with
        {
            MaxError = maxError.IsNull ? options.MaxError : maxError,
            MinCoverage = minCoverage.IsNull ? options.MinCoverage : minCoverage,
        };
        return null;
    }

    private static Problem? Share(double? number, string field, out Value share)
    {
        share = number is { } known ? Value.Of(known, Unit.Ratio) : Value.Null;
        return number is null or (> 0 and <= 1)
            ? null
            : Problem.Invalid($"'{field}' is {number}.", "It is a share: above 0, at most 1.");
    }
}
