using System.Text;
using System.Text.Json;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/events</c> and <c>/v1/subclouds/{id}/events</c>.</summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class EventEndpoints(FacadeParts parts)
{
    private const string Lines = "application/x-ndjson";
    private const string Stream = "text/event-stream";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly string[] Ends = ["released", "expired", "failed"];

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/events", (HttpContext http, string? subcloud, string? types, string? since) =>
            FollowAsync(http, new Choice(subcloud, types?.Split(','), since)))
            .Produces<EventBody>(contentType: Stream)
            .WithSummary("What happens here, as it happens: server-sent events, or lines of JSON " +
                "for 'Accept: application/x-ndjson'. 'Last-Event-ID' or ?since=ID goes on after " +
                "an event; ?subcloud=ID and ?types=T,... choose, a type may end with '*'.");
        v1.MapGet("/subclouds/{id}/events", (HttpContext http, string id, string? since) =>
            SubcloudEndpoints.Find(parts.Picture(), id, out Problem? none) is { } found
                ? FollowAsync(http, new Choice(found.Id, null, since) { EndsWithIt = true })
                : Task.FromResult<IResult>(none!))
            .Produces<EventBody>(contentType: Stream)
            .WithSummary("The same for one subcloud; ends with it.");
        v1.MapDelete("/subclouds/{id}/events", Close)
            .Produces(204)
            .WithSummary("Ends all streams that follow this subcloud.");
    }

    private IResult Close(string id)
    {
        if (SubcloudEndpoints.Find(parts.Picture(), id, out Problem? none) is not { } found)
            return none!;
        parts.Events.Close(found.Id);
        return Results.NoContent();
    }

    private async Task<IResult> FollowAsync(HttpContext http, Choice choice)
    {
        bool lines = http.Request.Headers.Accept.ToString().Contains(
            Lines, StringComparison.OrdinalIgnoreCase);
        string? last = http.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? choice.Since;
        long next = parts.Events.After(last, out bool missed);
        http.Response.ContentType = lines ? Lines : Stream;
        http.Response.Headers.CacheControl = "no-store";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, parts.Stopping);
        try
        {
            await http.Response.StartAsync(either.Token);
            if (missed)
                await WriteAsync(http, parts.Events.GapBefore(next), lines, either.Token);
            await CopyAsync(http, choice, next, lines, either.Token);
        }
        catch (Exception cause) when (either.IsCancellationRequested
            && cause is OperationCanceledException or IOException)
        {
            // Whoever listened is gone, or the peer stops.
        }

        return Results.Empty;
    }

    private async Task CopyAsync(
        HttpContext http, Choice choice, long next, bool lines, CancellationToken stop)
    {
        var batch = new List<EventBody>();
        while (true)
        {
            Task changed = parts.Events.Changed;
            batch.Clear();
            next = parts.Events.Read(next, batch);
            foreach (EventBody one in batch.Where(choice.Wants))
            {
                await WriteAsync(http, one, lines, stop);
                if (choice.EndsWithIt && IsEnd(one))
                    return;
            }

            await http.Response.Body.FlushAsync(stop);
            if (choice.EndsWithIt && batch.Count == 0 && HasEnded(choice.Subcloud!))
                return;
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Task beat = Task.Delay(Heartbeat, pause.Token);
            if (await Task.WhenAny(changed, beat) == beat)
            {
                stop.ThrowIfCancellationRequested();
                await WriteAsync(http, lines ? "{}\n" : ":\n\n", stop);
            }

            await pause.CancelAsync();
        }
    }

    private bool HasEnded(string id) =>
        SubcloudEndpoints.Find(parts.Picture(), id, out _) is not { } found
        || Ends.Contains(found.State);

    private static bool IsEnd(EventBody one) => one.Type == EventRing.Closed
        || (one.Type == "p2pcs.subcloud.state" && Ends.Contains(one.Data.State));

    private static Task WriteAsync(
        HttpContext http, EventBody one, bool lines, CancellationToken stop)
    {
        string json = JsonSerializer.Serialize(one, RestJson.Default.EventBody);
        return WriteAsync(
            http,
            lines ? json + "\n" : $"id: {one.Id}\nevent: {one.Type}\ndata: {json}\n\n",
            stop);
    }

    private static Task WriteAsync(HttpContext http, string text, CancellationToken stop) =>
        http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), stop).AsTask();

    /// <summary>Which events somebody wants.</summary>
    private sealed record Choice(string? Subcloud, string[]? Types, string? Since)
    {
        public bool EndsWithIt { get; init; }

        public bool Wants(EventBody one) =>
            (Subcloud is null || one.Subject == Subcloud)
            && (Types is null || Types.Any(type => type.EndsWith('*')
                ? one.Type.StartsWith(type[..^1], StringComparison.Ordinal)
                : one.Type == type));
    }
}
