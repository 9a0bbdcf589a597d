using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

/// <summary>A web server that answers what a test tells it to, by the REST contract.</summary>
internal sealed class FakeFacade : IAsyncDisposable
{
    public const string Token = "right";

    private readonly WebApplication app;

    private FakeFacade(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Every request as <c>METHOD /path?query</c>, in order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Bodies of POSTs by path.</summary>
    public ConcurrentQueue<(string Path, string Body)> Posts { get; } = [];

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public FacadeAddress Address => new(Url, Token, "test", "start one");

    public static async Task<FakeFacade> StartAsync(Func<FakeFacade, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var facade = new FakeFacade(app);
        app.Run(context => facade.AnswerAsync(context, answer));
        await app.StartAsync();
        var server = app.Services.GetRequiredService<IServer>();
        var addresses = server.Features.GetRequiredFeature<IServerAddressesFeature>();
        facade.Url = new Uri(addresses.Addresses.First());
        return facade;
    }

    public string[] Arguments(params string[] command) =>
        ["--facade", Url.AbsoluteUri, "--token", Token, .. command];

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public static Task JsonAsync(HttpContext context, string json, int status = 200) =>
        WriteAsync(context, json, status, "application/json");

    public static Task ProblemAsync(HttpContext context, int status, string code) =>
        WriteAsync(
            context,
            $$"""{"status":{{status}},"code":"{{code}}","detail":"D {{code}}","hint":"H"}""",
            status,
            "application/problem+json");

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task AnswerAsync(HttpContext context, Func<FakeFacade, HttpContext, Task> answer)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        Requests.Enqueue($"{request.Method} {path}{request.QueryString}");
        if (request.Headers.Authorization != "Bearer " + Token)
            await ProblemAsync(context, 401, "unauthenticated");
        else if (path.StartsWith("/v1/blobs/", StringComparison.Ordinal))
            await BlobAsync(context, path["/v1/blobs/".Length..]);
        else
            await RecordAsync(context, answer);
    }

    private async Task RecordAsync(HttpContext context, Func<FakeFacade, HttpContext, Task> answer)
    {
        if (context.Request.Method == "POST")
        {
            using var reader = new StreamReader(context.Request.Body);
            Posts.Enqueue((context.Request.Path.Value!, await reader.ReadToEndAsync()));
        }

        await answer(this, context);
    }

    private async Task BlobAsync(HttpContext context, string digest)
    {
        if (context.Request.Method == "PUT")
        {
            using var bytes = new MemoryStream();
            await context.Request.Body.CopyToAsync(bytes);
            if (Hash(bytes.ToArray()) != digest)
                await ProblemAsync(context, 422, "digest-mismatch");
            else
                context.Response.StatusCode = Blobs.TryAdd(digest, bytes.ToArray()) ? 201 : 200;
        }
        else if (!Blobs.ContainsKey(digest))
        {
            context.Response.StatusCode = 404;
        }
    }

    private static Task WriteAsync(HttpContext context, string body, int status, string type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }
}
