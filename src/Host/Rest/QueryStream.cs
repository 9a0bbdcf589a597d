using System.Globalization;
using System.Text;

namespace P2PCS.Host.Rest;

/// <summary>A continuous query as server-sent events: <c>answer</c> or <c>problem</c> with the
/// answer's number as its id, a comment now and then, and <c>end</c> at last.</summary>
/// <remarks>Source: WHATWG HTML, section 9.2, "Server-sent events".</remarks>
internal static class QueryStream
{
    /// <summary>How often a silent stream says that it lives. Source: the REST contract.
    /// </summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>The last event the reader has, of the header <c>Last-Event-ID</c>; 0 if none.
    /// </summary>
    public static long LastOf(HttpRequest request) => long.TryParse(
        request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture,
        out long last) ? last : 0;

    /// <summary>Tells a reader everything after what it has, until the end.</summary>
    /// <param name="query">What it reads.</param>
    /// <param name="http">Whom to.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task WriteAsync(
        ContinuousQuery query, HttpContext http, CancellationToken stop)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        long last = LastOf(http.Request);
        await http.Response.Body.FlushAsync(stop);
        bool isOver = false;
        while (!isOver)
        {
            // Looked at first: what is told after it was over comes with the next look.
            bool wasEnded = query.IsEnded;
            var news = await query.AfterAsync(last, Heartbeat, stop);
            foreach ((long number, QueryNews one) in news)
            {
                await WriteAsync(http, $"id: {number}\nevent: {one.Kind}\n", one.Json, stop);
                last = number;
            }

            isOver = wasEnded && news.Count == 0;
            if (news.Count == 0 && !query.IsEnded)
                await WriteAsync(http, ": nothing new\n\n", stop);
        }

        byte[] body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            query.Body, RestJson.Default.ContinuousQueryBody);
        await WriteAsync(http, "event: end\n", body, stop);
    }

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken stop)
    {
        await http.Response.WriteAsync(text, Encoding.UTF8, stop);
        await http.Response.Body.FlushAsync(stop);
    }

    private static async Task WriteAsync(
        HttpContext http, string head, ReadOnlyMemory<byte> json, CancellationToken stop)
    {
        await http.Response.WriteAsync(head + "data: ", Encoding.UTF8, stop);
        await http.Response.Body.WriteAsync(json, stop);
        await http.Response.WriteAsync("\n\n", stop);
        await http.Response.Body.FlushAsync(stop);
    }
}
