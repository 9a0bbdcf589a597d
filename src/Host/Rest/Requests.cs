using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Reads what requests carry; what cannot be read is a problem, no exception.</summary>
internal static class Requests
{
    private const long BodyMax = 64L << 20;
    private const int WaitMaxSeconds = 60;
    private const double CpuMax = 100_000;
    private const long MemMax = 1L << 50;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly ResourcesBody DefaultResources = new(1, 256L << 20);

    /// <summary>Reads a JSON body.</summary>
    public static async Task<(T? Body, Problem? Problem)> ReadAsync<T>(
        HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        (JsonDocument? json, Problem? problem) = await ReadAsync(http);
        using (json)
            return problem is null ? Convert(json!.RootElement, type) : (null, problem);
    }

    /// <summary>Reads a JSON body whose shape is not known yet.</summary>
    public static async Task<(JsonDocument? Body, Problem? Problem)> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BodyMax;
        try
        {
            return (await JsonDocument.ParseAsync(
                http.Request.Body, Strict, http.RequestAborted), null);
        }
        catch (JsonException error)
        {
            return (null, Malformed(error));
        }
    }

    /// <summary>Converts a part of a body.</summary>
    public static (T? Body, Problem? Problem) Convert<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return json.Deserialize(type) is { } body
                ? (body, null)
                : (null, Problem.Invalid("The body is null.", "See /v1/openapi.json."));
        }
        catch (JsonException error)
        {
            return (null, Malformed(error));
        }
    }

    /// <summary>The seconds of <c>Prefer: wait=N</c>, at most a minute; zero if absent.</summary>
    public static TimeSpan Wait(HttpRequest request)
    {
        foreach (string? prefer in request.Headers["Prefer"])
        {
            foreach (string part in (prefer ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (part.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                    && int.TryParse(part.AsSpan(5), out int seconds) && seconds > 0)
                {
                    return TimeSpan.FromSeconds(Math.Min(seconds, WaitMaxSeconds));
                }
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>Reads a duration; an absent one is the default.</summary>
    public static Problem? Read(
        string? text, string field, TimeSpan fallback, out TimeSpan duration)
    {
        duration = fallback;
        return text is null || (Duration.TryParse(text, out duration) && duration > TimeSpan.Zero)
            ? null
            : Problem.Invalid($"'{field}' is '{text}'.", $"For durations {Duration.Accepted}.");
    }

    /// <summary>Reads an amount of machine, bytes rounded up to MiB.</summary>
    public static Problem? Read(ResourcesBody? body, out Resources resources)
    {
        (double cpu, long mem) = body ?? DefaultResources;
        bool valid = cpu is >= 0.001 and <= CpuMax && mem is >= 1 and <= MemMax;
        resources = valid
            ? new Resources((uint)Math.Ceiling(cpu * 1000), (uint)((mem + (1 << 20) - 1) >> 20))
            : default;
        return valid
            ? null
            : Problem.Invalid(
                $"'resources' asks for {cpu} cores and {mem} bytes.",
                $"cpu is 0.001 to {CpuMax}, mem is 1 to {MemMax} bytes.");
    }

    private static Problem Malformed(JsonException error)
    {
        string where = error.LineNumber is { } line
            ? $" (line {line + 1}, byte {error.BytePositionInLine + 1})"
            : "";
        string path = string.IsNullOrEmpty(error.Path) ? "" : $" at {error.Path}";
        return Problem.Invalid(
            $"The body is not valid JSON for this request{path}{where}: {Plain(error.Message)}",
            "Correct the body; its schema is in /v1/openapi.json.");
    }

    // The reader's own words, without the names of types that a customer cannot know.
    private static string Plain(string message)
    {
        const string Missing = "missing required properties including:";
        string plain = message.Split(" Path:")[0].Split(" LineNumber:")[0];
        if (plain.Contains("could not be converted to", StringComparison.Ordinal))
            return "The value has another type than it must have.";
        if (plain.Contains("could not be mapped to", StringComparison.Ordinal))
            return "There is no such property.";
        int missing = plain.IndexOf(Missing, StringComparison.Ordinal);
        return missing < 0 ? plain : $"Required and missing:{plain[(missing + Missing.Length)..]}";
    }
}
