using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using P2PCS.Host.Rest;

namespace P2PCS.Host.Tests.Rest;

/// <summary>The description that a facade serves is written down; UPDATE_GOLDEN=1 writes it
/// anew from the routes.</summary>
public sealed partial class DescriptionTests
{
    private const string Version = "v1";

    [Fact]
    public async Task The_served_description_is_the_one_of_the_routes()
    {
        string fresh = await DescribeAsync() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(SourceFile(), fresh);
            return;
        }

        using var reader = new StreamReader(FacadeRoutes.OpenDescription());
        Assert.Equal(fresh, await reader.ReadToEndAsync());
    }

    private static async Task<string> DescribeAsync()
    {
        IEndpointRouteBuilder? routes = null;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "p2pcs" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddOpenApi(
            Version, options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        FacadeRoutes.AddJson(builder.Services);
        builder.Services.AddSingleton<EndpointDataSource>(
            _ => new CompositeEndpointDataSource(routes!.DataSources));
        await using WebApplication application = builder.Build();
        routes = application;
        FacadeRoutes.Map(routes, Unused());
        OpenApiDocument document = await application.Services
            .GetRequiredKeyedService<IOpenApiDocumentProvider>(Version)
            .GetOpenApiDocumentAsync();
        string text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);

        // A comment of several lines comes with the indentation of its file.
        return IndentedLine().Replace(text, "\\n");
    }

    // Routes use the parts only when a request comes, and none comes.
    private static FacadeParts Unused() => new(
        "", default, null!, null!, null!, null!, null!, null!, null!, CancellationToken.None)
    {
        Queries = null!,
    };

    [GeneratedRegex(@"\\n +")]
    private static partial Regex IndentedLine();

    private static string SourceFile()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "P2PCS.sln")))
            directory = Path.GetDirectoryName(directory)!;
        return Path.Combine(directory, "src", "Host", "Rest", "openapi.json");
    }
}
