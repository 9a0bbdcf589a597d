using System.Text.Json;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Query.Language;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/query</c> and <c>/v1/queries</c>.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class QueryEndpoints(FacadeParts parts)
{
    private static readonly TimeSpan DefaultFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestEvery = TimeSpan.FromSeconds(1);

    private readonly ContinuousQueries queries = new(parts.Stopping);

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapPost("/query", (Delegate)AskAsync)
            .Accepts<QueryRequest>("application/json")
            .Produces<QueryBody>(200, "application/json", QueryText.CsvType, QueryText.LinesType)
            .WithSummary("Asks the cloud once. 'Accept' chooses JSON, CSV or a JSON object a row.");
        v1.MapPost("/queries", (Delegate)BeginAsync)
            .Accepts<QueryRequest>("application/json")
            .Produces<ContinuousQueryBody>(201)
            .WithSummary("Begins to ask again and again: EVERY says how often, FOR how long.");
        v1.MapGet("/queries", () => Results.Json(
            queries.Bodies(), RestJson.Default.ContinuousQueryBodyArray))
            .Produces<ContinuousQueryBody[]>()
            .WithSummary("The continuous queries of this facade, newest first.");
        v1.MapGet("/queries/{id}", (string id) => queries.Find(id) is { } found
            ? Results.Json(found.Body, RestJson.Default.ContinuousQueryBody)
            : NoQuery(id))
            .Produces<ContinuousQueryBody>()
            .WithSummary("One continuous query, by id or a prefix that only its id has.");
        v1.MapDelete("/queries/{id}", (Delegate)EndAsync)
            .Produces<ContinuousQueryBody>()
            .WithSummary("Ends a continuous query.");
        v1.MapGet("/queries/{id}/stream", StreamAsync)
            .Produces<string>(contentType: "text/event-stream")
            .WithSummary("Its answers as they come, as server-sent events; 'Last-Event-ID' goes " +
                "on where a reader was.");
    }

    private static Problem NoQuery(string id) => Problem.NotFound(
        $"This facade has no continuous query '{id}'.",
        "GET /v1/queries lists those of this facade; ended ones are forgotten after a while.");

    private async Task<IResult> AskAsync(HttpContext http)
    {
        (QueryRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.QueryRequest);
        SelectQuery? query = null;
        BoundQuery? bound = null;
        problem ??= QueryRequests.Read(body!, out query);
        problem ??= QueryRequests.Bind(query!, body!.Sql, out bound);
        if (problem is not null)
            return problem;
        if (!query!.Every.IsNull)
        {
            return Problem.Invalid(
                "This query has EVERY, so it has more than one answer.",
                "Send it to POST /v1/queries, or use 'p2pcs query --watch'.");
        }

        (QueryBody? answer, problem) = await parts.Queries.AskAsync(bound!, http.RequestAborted);
        return problem ?? Shown(http, answer!);
    }

    private static IResult Shown(HttpContext http, QueryBody answer)
    {
        string accept = http.Request.Headers.Accept.ToString();
        bool asCsv = accept.Contains(QueryText.CsvType, StringComparison.OrdinalIgnoreCase);
        bool asLines = accept.Contains(QueryText.LinesType, StringComparison.OrdinalIgnoreCase);
        if (!asCsv && !asLines)
            return Results.Json(answer, RestJson.Default.QueryBody);
        http.Response.Headers["P2PCS-Coverage"] =
            $"{answer.Coverage.Answered}/{answer.Coverage.Estimated}";
        http.Response.Headers["P2PCS-Approximate"] = answer.Approximate ? "true" : "false";
        http.Response.Headers["P2PCS-Truncated"] = answer.Truncated ? "true" : "false";
        return asCsv
            ? Results.Text(QueryText.Csv(answer), QueryText.CsvType + "; charset=utf-8")
            : Results.Bytes(QueryText.Lines(answer), QueryText.LinesType);
    }

    private async Task<IResult> BeginAsync(HttpContext http)
    {
        (QueryRequest? body, Problem? problem) =
            await Requests.ReadAsync(http, RestJson.Default.QueryRequest);
        SelectQuery? query = null;
        BoundQuery? once = null;
        QueryTerms? terms = null;
        problem ??= QueryRequests.Read(body!, out query);
        problem ??= QueryRequests.Bind(
            query! with { Every = default, For = default }, body!.Sql, out once);
        problem ??= Terms(query!, body!, out terms);
        if (problem is not null)
            return problem;
        if (queries.TryBegin(terms!, stop => NewsAsync(once!, stop)) is not { } begun)
        {
            return Problem.Of(
                429, "rate-limited", "Too many continuous queries",
                $"{ContinuousQueries.RunningMax} run at this facade, the most that may.",
                "End one with DELETE /v1/queries/{id}, or ask at another peer.");
        }

        http.Response.Headers.Location = $"/v1/queries/{begun.Id}";
        return Results.Json(begun.Body, RestJson.Default.ContinuousQueryBody, null, 201);
    }

    private static Problem? Terms(SelectQuery query, QueryRequest body, out QueryTerms? terms)
    {
        terms = null;
        bool isSaid = !query.Every.IsNull;
        TimeSpan every = TimeSpan.FromSeconds(query.Every.AsNumber);
        TimeSpan length = query.For.IsNull ? DefaultFor
            : TimeSpan.FromSeconds(query.For.AsNumber);
        if (!isSaid && body.Every is null)
        {
            return Problem.Invalid(
                "This query has no EVERY, so it has one answer.",
                "Write 'EVERY 10s FOR 1h' after it, or send it to POST /v1/query.");
        }

        if (!isSaid && (Requests.Read(body.Every, "every", every, out every)
            ?? Requests.Read(body.For, "for", length, out length)) is { } problem)
        {
            return problem;
        }

        string id = Names.Query(SubcloudReading.NewId());
        terms = new QueryTerms(id, body.Sql, every, length);
        return every < ShortestEvery || length > LongestFor
            ? Problem.Invalid(
                $"EVERY {every.TotalSeconds:0.###}s FOR {length.TotalSeconds:0.###}s cannot be.",
                $"EVERY is {ShortestEvery.TotalSeconds:0} s at least, FOR " +
                $"{LongestFor.TotalHours:0} hours at most.")
            : null;
    }

    private async Task<QueryNews> NewsAsync(BoundQuery query, CancellationToken stop)
    {
        (QueryBody? answer, Problem? problem) = await parts.Queries.AskAsync(query, stop);
        return problem is null
            ? new QueryNews("answer", JsonSerializer.SerializeToUtf8Bytes(
                answer!, RestJson.Default.QueryBody))
            : new QueryNews("problem", JsonSerializer.SerializeToUtf8Bytes(
                problem, RestJson.Default.Problem));
    }

    private async Task<IResult> EndAsync(string id)
    {
        if (queries.Find(id) is not { } query)
            return NoQuery(id);
        query.End();
        await query.Ended;
        return Results.Json(query.Body, RestJson.Default.ContinuousQueryBody);
    }

    private async Task<IResult> StreamAsync(HttpContext http, string id)
    {
        if (queries.Find(id) is not { } query)
            return NoQuery(id);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, parts.Stopping);
        try
        {
            await QueryStream.WriteAsync(query, http, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The reader went away, or this peer stops: nobody is left to tell.
        }

        return Results.Empty;
    }
}
