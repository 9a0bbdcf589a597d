using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary>What the REST facade answers to, and its description.</summary>
public static class FacadeRoutes
{
    private const string Description = "openapi.json";

    /// <summary>Adds every route; none of the parts is used before a request comes.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="parts">What the routes work with.</param>
    public static void Map(IEndpointRouteBuilder routes, FacadeParts parts) =>
        Map(routes, parts, new TaskShelf(parts));

    internal static void Map(IEndpointRouteBuilder routes, FacadeParts parts, TaskShelf tasks)
    {
        routes.MapGet("/healthz", () => parts.Stopping.IsCancellationRequested
            ? Results.Json(new HealthBody("stopping"), RestJson.Default.HealthBody, null, 503)
            : Results.Json(new HealthBody("ok"), RestJson.Default.HealthBody))
            .Produces<HealthBody>();
        routes.MapGet("/metrics", () => Results.Text(
            MetricsText.Of(parts.Describe()), MetricsText.ContentType))
            .Produces<string>(contentType: "text/plain")
            .WithSummary("Counters for Prometheus.");
        routes.MapGet("/v1/openapi.json", () => Results.Stream(
            OpenDescription(), "application/json"))
            .ExcludeFromDescription();
        RouteGroupBuilder v1 = routes.MapGroup("/v1");
        PeerEndpoints.Map(v1, parts);
        SliceEndpoints.Map(v1, parts);
        CatalogEndpoints.Map(v1);
        new QueryEndpoints(parts).Map(v1);
        new InviteEndpoints(parts).Map(v1);
        new KeyEndpoints(parts).Map(v1);
        new SubcloudEndpoints(parts).Map(v1);
        new SubcloudChangeEndpoints(parts).Map(v1);
        new SubcloudInsightEndpoints(parts).Map(v1);
        new EventEndpoints(parts).Map(v1);
        new DrainEndpoints(parts).Map(v1);
        new TaskEndpoints(parts, tasks).Map(v1);
        new LogEndpoints(parts, tasks).Map(v1);
        BlobEndpoints.Map(v1, parts.Blobs);
    }

    /// <summary>Makes routes read and write JSON as the facade does.</summary>
    /// <param name="services">Of the application that has the routes.</param>
    public static void AddJson(IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, RestJson.Default));

    /// <summary>The OpenAPI description of the routes, as a stream of JSON.</summary>
    /// <remarks>Written down and checked by a test against the routes, because making it anew in
    /// each agent costs several megabytes of code that nothing else needs.</remarks>
    public static Stream OpenDescription() =>
        typeof(FacadeRoutes).Assembly.GetManifestResourceStream(Description)!;
}
