using System.Buffers;
using P2PCS.Host.Attempts;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Host.Streams;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/tasks/{id}/logs</c> and <c>/results</c>.</summary>
/// <param name="parts">What the facade works with.</param>
/// <param name="shelf">Specs and manifests.</param>
internal sealed class LogEndpoints(FacadeParts parts, TaskShelf shelf)
{
    private const string Bytes = "application/octet-stream";

    public void Map(RouteGroupBuilder v1)
    {
        v1.MapGet("/tasks/{id}/logs", LogAsync)
            .Produces(200, contentType: Bytes)
            .WithSummary("What an attempt wrote to ?stream=stdout or stderr; ?follow=true waits " +
                "for more until it ends, ?attempt=N chooses one, else the newest is shown.");
        v1.MapGet("/tasks/{id}/results", async (string id) =>
            await shelf.FindAsync(id) is { } task
                ? Results.Json(
                    [.. shelf.BodyOf(task).Results], RestJson.Default.ResultBodyArray)
                : TaskShelf.NoTask(id))
            .Produces<ResultBody[]>()
            .WithSummary("The files that the accepted attempt brought back.");
        v1.MapGet("/tasks/{id}/results/{name}", ResultAsync)
            .Produces(200, contentType: Bytes)
            .WithSummary("One of those files.");
    }

    private async Task<IResult> ResultAsync(string id, string name)
    {
        if (await shelf.FindAsync(id) is not { } task)
            return TaskShelf.NoTask(id);
        return Open(task, name) is { } stream
            ? Results.Stream(stream, Bytes, enableRangeProcessing: true)
            : Problem.NotFound(
                $"The task {id} ({Picture.Word(task.State)}) has no result '{name}'.",
                $"GET /v1/tasks/{id}/results lists what there is.");
    }

    private async Task<IResult> LogAsync(
        HttpContext http, string id, string? stream, bool? follow, int? attempt)
    {
        stream ??= "stdout";
        if (stream is not ("stdout" or "stderr"))
            return Problem.Invalid($"'stream' is '{stream}'.", "Use stdout or stderr.");
        TimeSpan wait = follow == true ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        TaskPicture? task = await shelf.WaitAsync(
            id, t => IsReadable(t, attempt), wait, http.RequestAborted);
        if (task is null)
            return TaskShelf.NoTask(id);
        AttemptBody? shown = Shown(task, attempt);
        if (shown is not null)
            http.Response.Headers["P2PCS-Attempt"] = $"{shown.Number}";
        if (shown?.State == "accepted" && Open(task, stream) is { } kept)
            return Results.Stream(kept, Bytes);
        if (shown is not null && task.Runs is { } run && run.Number == shown.Number)
            return await FollowAsync(http, task, run, $"?stream={stream}&follow={follow == true}");
        return task.Attempts.Count == 0 || IsReadable(task, attempt)
            ? Results.Bytes([], Bytes)
            : Problem.NotFound(
                $"The output of task {id} is not at hand now.", "Try again in a moment.");
    }

    // Something can be shown, or nothing more will ever be.
    private static bool IsReadable(TaskPicture task, int? attempt) =>
        Shown(task, attempt) is { } shown
            ? shown.State is not ("assigned" or "exited")
            : task.IsEnded;

    private static AttemptBody? Shown(TaskPicture task, int? attempt) =>
        task.Attempts.LastOrDefault(a => attempt is null || a.Number == attempt);

    private FileStream? Open(TaskPicture task, string name)
    {
        FileRef? file = shelf.ManifestOf(task).Files.FirstOrDefault(f => f.Name == name);
        return file is not null
            && Digest.TryParse(file.Digest, out Digest digest)
            && parts.Blobs.TryOpenRead(digest, out FileStream? stream)
                ? stream
                : null;
    }

    private async Task<IResult> FollowAsync(
        HttpContext http, TaskPicture task, RunningTry run, string query)
    {
        var machine = new StreamTarget(Addresses.ToEndpoint(run.Address), run.Peer);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, parts.Stopping);
        string path = $"/attempts/{task.Id:x32}/{run.Number}/logs{query.ToLowerInvariant()}";
        try
        {
            using HttpResponseMessage answer = await parts.Streams.GetAsync(
                machine, path, either.Token);
            if (answer.IsSuccessStatusCode)
            {
                http.Response.ContentType = Bytes;
                await CopyAsync(
                    await answer.Content.ReadAsStreamAsync(either.Token), http, either.Token);
            }
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException
            || (cause is OperationCanceledException && either.IsCancellationRequested))
        {
            // The machine is gone or the attempt is over: the task tells which, and the reader
            // looks there next.
            if (http.Response.HasStarted)
                http.Abort();
        }

        return Results.Empty;
    }

    private static async Task CopyAsync(Stream source, HttpContext http, CancellationToken stop)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            await http.Response.StartAsync(stop);
            int count;
            while ((count = await source.ReadAsync(buffer, stop)) > 0)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, count), stop);
                await http.Response.Body.FlushAsync(stop);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
