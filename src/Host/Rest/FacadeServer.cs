using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using P2PCS.Host.Streams;
using HttpBadRequest = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace P2PCS.Host.Rest;

/// <summary>The REST facade of a peer, under <c>/v1</c>; the description is at
/// <c>/v1/openapi.json</c>.</summary>
public sealed class FacadeServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;

    private FacadeServer(WebApplication application, Uri url)
    {
        this.application = application;
        Url = url;
    }

    /// <summary>Where it listens; the real port.</summary>
    public Uri Url { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="listen">Address and port; port 0 picks a free one.</param>
    /// <param name="parts">What it works with.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <exception cref="IOException">The port is in use; the message says what to do.</exception>
    public static async Task<FacadeServer> StartAsync(
        IPEndPoint listen, FacadeParts parts, ILoggerFactory loggers)
    {
        ListenOptions? listening = null;
        WebApplication application = Build(listen, loggers, options => listening = options);
        application.Use((http, next) => GuardAsync(http, next, parts));
        application.Use(AnswerHeadAsync);
        application.UseRouting();
        var tasks = new TaskShelf(parts);
        FacadeRoutes.Map(application, parts, tasks);
        try
        {
            await application.StartAsync();
            _ = new BlobSweep(parts, tasks, loggers.CreateLogger("blobs")).RunAsync();
            return new FacadeServer(application, new Uri($"http://{listening!.IPEndPoint}"));
        }
        catch (IOException cause)
        {
            await application.DisposeAsync();
            throw new IOException(
                $"Cannot listen at {listen} (REST): {cause.Message} Stop what uses that port, or " +
                "pass another --api ADDR:PORT; port 0 picks a free one.", cause);
        }
    }

    /// <summary>Stops within two seconds; answers under way are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopTimeout);
        await application.StopAsync(patience.Token);
        await application.DisposeAsync();
    }

    private static WebApplication Build(
        IPEndPoint listen, ILoggerFactory loggers, Action<ListenOptions> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime>(new SilentLifetime());
        builder.Services.AddRoutingCore();
        FacadeRoutes.AddJson(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen, options =>
            {
                options.Protocols = HttpProtocols.Http1;
                configure(options);
            });
        });
        return builder.Build();
    }

    // Everything but health and the description needs the token; every error has a problem body.
    private static async Task GuardAsync(
        HttpContext http, RequestDelegate next, FacadeParts parts)
    {
        PathString path = http.Request.Path;
        bool open = path == "/healthz" || path == "/v1/openapi.json";
        try
        {
            if (parts.Stopping.IsCancellationRequested && path != "/healthz")
                await Stopping().ExecuteAsync(http);
            else if (!open && !IsAuthorized(http.Request, parts.Token))
                await Unauthenticated.ExecuteAsync(http);
            else
                await next(http);
        }
        catch (Exception cause) when (!http.Response.HasStarted)
        {
            await OfException(cause).ExecuteAsync(http);
            return;
        }

        if (!http.Response.HasStarted && OfStatus(http) is { } problem)
            await problem.ExecuteAsync(http);
    }

    // Routes know GET only; the server itself leaves the body out of an answer to HEAD.
    private static Task AnswerHeadAsync(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }

    private static bool IsAuthorized(HttpRequest request, string token)
    {
        const string Scheme = "Bearer ";
        string given = request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(given[Scheme.Length..].Trim()),
                Encoding.UTF8.GetBytes(token));
    }

    private static Problem Unauthenticated =>
        Problem.Unauthenticated("The bearer token is missing or wrong.");

    private static Problem Stopping() => Problem.Of(
        503, "stopping", "The peer is stopping", "This peer is stopping.",
        "Use the facade of another peer.");

    // What binding, routing and ranges refuse by a status alone.
    private static Problem? OfStatus(HttpContext http) => http.Response.StatusCode switch
    {
        400 => Problem.Invalid(
            $"A parameter in '{http.Request.QueryString}' cannot be read.",
            "See /v1/openapi.json for the parameters and their types."),
        404 => Problem.NotFound(
            $"There is nothing at {http.Request.Path}.", "See /v1/openapi.json for what there is."),
        405 => Problem.Of(
            405, "method-not-allowed", "Method not allowed",
            $"{http.Request.Method} is not possible here.", "See /v1/openapi.json."),
        415 => Problem.Of(
            415, "invalid-request", "The request is not valid",
            $"'Content-Type' is '{http.Request.ContentType}'.", "Send application/json."),
        416 => Problem.Of(
            416, "invalid-request", "The range is not in the file",
            $"'Range' is '{http.Request.Headers.Range}'.",
            "See 'Content-Range' for the file's length."),
        _ => null,
    };

    private static Problem OfException(Exception cause) => cause switch
    {
        Storage.BlobTooLargeException large => Problem.Of(
            413, "payload-too-large", "Too large", large.Message, "Send less at a time."),
        HttpBadRequest { StatusCode: 413 } bad => Problem.Of(
            413, "payload-too-large", "Too large", bad.Message, "Send less at a time."),
        HttpBadRequest bad => Problem.Invalid(bad.Message, "See /v1/openapi.json."),
        ObjectDisposedException => Stopping(),
        _ => Problem.Of(
            500, "internal", "The peer failed", $"{cause.GetType().Name}: {cause.Message}",
            "This is a fault of the peer; its log may say more."),
    };
}
