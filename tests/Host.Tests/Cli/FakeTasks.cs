using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace P2PCS.Host.Tests.Cli;

/// <summary>Tasks of a fake facade that end at once, each as its test decides.</summary>
/// <param name="end">From a task's name to its ending.</param>
internal sealed class FakeTasks(Func<string, FakeTasks.Ending> end)
{
    private const string Created = "2026-01-01T00:00:00Z";
    private readonly List<(string Id, string Name, string Batch, string Command)> tasks = [];

    public bool NeverEnds { get; init; }

    public List<string> Cancelled { get; } = [];

    public List<string> Released { get; } = [];

    public Task AnswerAsync(FakeFacade facade, HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/')[2..];
        return (context.Request.Method, path) switch
        {
            ("POST", ["tasks"]) => SubmitAsync(facade, context),
            ("GET", ["tasks"]) => ListAsync(context),
            ("GET", ["tasks", var id]) => FakeFacade.JsonAsync(context, Json(Find(id))),
            ("DELETE", ["tasks", var id]) => CancelAsync(context, id),
            ("GET", ["tasks", var id, "results", var name]) => ResultAsync(context, id, name),
            ("GET", ["tasks", var id, "logs"]) => ResultAsync(
                context, id, context.Request.Query["stream"]!),
            ("GET", ["peers"]) => FakeFacade.JsonAsync(context, Peers),
            ("POST", ["subclouds"]) => FakeFacade.JsonAsync(context, Subcloud, 201),
            ("DELETE", ["subclouds", var id]) => ReleaseAsync(context, id),
            _ => FakeFacade.ProblemAsync(context, 404, "not-found"),
        };
    }

    private const string Peers =
        """
        [{"id":"aa","state":"alive","address":"127.0.0.1:1","self":true,"epoch":1,
        "accepts":true,"resources":{"cpu":2,"mem":1073741824},
        "free":{"cpu":2,"mem":1073741824},"lastHeard":"2026-01-02T03:04:05Z"}]
        """;

    private const string Subcloud =
        """
        {"id":"sc_own","state":"active","requested":1,"min":1,"ready":1,"lost":0,
        "resources":{"cpu":1,"mem":268435456},"createdAt":"2026-01-01T00:00:00Z",
        "expiresAt":"2026-01-01T01:00:00Z","facade":"aa","members":[]}
        """;

    private (string Id, string Name, string Batch, string Command) Find(string id)
    {
        lock (tasks) return tasks.Find(task => task.Id == id);
    }

    private Task SubmitAsync(FakeFacade facade, HttpContext context)
    {
        using var body = JsonDocument.Parse(facade.Posts.Last().Body);
        var isArray = body.RootElement.ValueKind == JsonValueKind.Array;
        JsonElement[] requests = isArray
            ? [.. body.RootElement.EnumerateArray()]
            : [body.RootElement];
        var answers = requests.Select(Add).ToArray();
        var json = isArray ? $"[{string.Join(',', answers)}]" : answers[0];
        return FakeFacade.JsonAsync(context, json, 201);
    }

    private string Add(JsonElement request)
    {
        lock (tasks)
        {
            var task = (
                $"task_{tasks.Count}",
                Text(request, "name"),
                Text(request, "batch"),
                request.GetProperty("command").GetRawText());
            tasks.Add(task);
            return Json(task);
        }
    }

    private static string Text(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) ? value.GetString()! : "none";

    private Task ListAsync(HttpContext context)
    {
        lock (tasks)
        {
            var batch = context.Request.Query["batch"].ToString();
            var matching = tasks.Where(task => task.Batch == batch).Select(Json);
            return FakeFacade.JsonAsync(context, $"[{string.Join(',', matching)}]");
        }
    }

    private Task CancelAsync(HttpContext context, string id)
    {
        lock (tasks) Cancelled.Add(id);
        return FakeFacade.JsonAsync(context, Json(Find(id)));
    }

    private Task ReleaseAsync(HttpContext context, string id)
    {
        Released.Add(id);
        return FakeFacade.JsonAsync(context, Subcloud);
    }

    private Task ResultAsync(HttpContext context, string id, string name)
    {
        var ending = end(Find(id).Name);
        var bytes = Encoding.UTF8.GetBytes(name == "stderr" ? ending.Error : ending.Output);
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    private string Json((string Id, string Name, string Batch, string Command) task)
    {
        var ending = end(task.Name);
        var result = ending.IsOutFile ? "out" : "stdout";
        var state = ending.ExitCode == 0 ? "succeeded" : "failed";
        var digest = ending.Digest ?? FakeFacade.Hash(Encoding.UTF8.GetBytes(ending.Output));
        var size = Encoding.UTF8.GetByteCount(ending.Output);
        var attempts = Enumerable.Range(1, ending.Attempts).Select(number =>
            $$"""
            {"number":{{number}},"peerId":"p{{number}}","startedAt":"{{Created}}",
            "state":"{{(number < ending.Attempts ? "lost" : "accepted")}}"}
            """);
        return $$"""
            {"id":"{{task.Id}}","name":"{{task.Name}}","batch":"{{task.Batch}}",
            "subcloud":"sc_own","state":"{{(NeverEnds ? "running" : state)}}",
            {{(NeverEnds ? "" : $"\"exitCode\":{ending.ExitCode},")}}
            "createdAt":"{{Created}}","command":{{task.Command}},
            "attempts":[{{string.Join(',', attempts)}}],
            "results":[{"name":"{{result}}","digest":"{{digest}}","size":{{size}}}]}
            """;
    }

    /// <summary>How a task ends.</summary>
    internal sealed record Ending(
        string Output,
        int ExitCode = 0,
        string Error = "",
        int Attempts = 1,
        bool IsOutFile = false,
        string? Digest = null);
}
