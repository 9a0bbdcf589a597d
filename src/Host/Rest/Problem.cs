using System.Globalization;
using System.Text.Json;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary>Why a request was refused, after RFC 9457; a refused request changed nothing.</summary>
/// <param name="Type">URN of the kind of problem.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The kind as a word for programs.</param>
/// <param name="Detail">What happened this time.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="Instance">Path of the request.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    string Hint,
    string? Instance = null) : IResult
{
    /// <summary>Whether the same request may succeed later.</summary>
    public bool? Retryable { get; init; }

    /// <summary>When to try again, in milliseconds; the header <c>Retry-After</c> has it too.
    /// </summary>
    public int? RetryAfterMs { get; init; }

    /// <summary>Why there are too few machines, in counts.</summary>
    public ShortfallBody? Shortfall { get; init; }

    /// <summary>Line of a query's text at which it is wrong, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Character of that line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>That line.</summary>
    public string? Text { get; init; }

    /// <summary>The body or a parameter is wrong.</summary>
    public static Problem Invalid(string detail, string hint) =>
        Of(400, "invalid-request", "The request is not valid", detail, hint);

    /// <summary>The token is missing or wrong.</summary>
    public static Problem Unauthenticated(string detail) => Of(
        401, "unauthenticated", "Not authenticated", detail,
        "Send 'Authorization: Bearer TOKEN' with the token from the file 'token' in the peer's " +
        "data directory; the command line reads it by itself given --data.");

    /// <summary>What was named does not exist here.</summary>
    public static Problem NotFound(string detail, string hint) =>
        Of(404, "not-found", "Not found", detail, hint);

    /// <summary>It cannot be done in the present state.</summary>
    public static Problem Conflict(string code, string detail, string hint) =>
        Of(409, code, "Not possible in the present state", detail, hint);

    /// <summary>A problem of any kind.</summary>
    public static Problem Of(int status, string code, string title, string detail, string hint) =>
        new($"urn:p2pcs:problem:{code}", title, status, code, detail, hint);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (RetryAfterMs is { } pause)
        {
            httpContext.Response.Headers.RetryAfter =
                ((pause + 999) / 1000).ToString(CultureInfo.InvariantCulture);
        }

        httpContext.Response.ContentType = "application/problem+json";
        return JsonSerializer.SerializeAsync(
            httpContext.Response.Body,
            this with { Instance = httpContext.Request.Path },
            RestJson.Default.Problem,
            httpContext.RequestAborted);
    }
}
