using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace P2PCS.Host.Cli;

/// <summary>HTTP below <see cref="FacadeClient"/>: sends, times out, reads problems.</summary>
internal sealed class FacadeConnection : IDisposable
{
    private const long AnswerBytesMax = 256L << 20;

    private readonly FacadeAddress address;
    private readonly HttpClient http;

    public FacadeConnection(FacadeAddress address)
    {
        this.address = address;
        var sockets = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
        http = new HttpClient(sockets)
        {
            BaseAddress = new Uri(address.Url.AbsoluteUri.TrimEnd('/') + '/'),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        if (string.IsNullOrEmpty(address.Token)) return;
        var bearer = "Bearer " + address.Token;
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", bearer);
    }

    public static HttpContent Content<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static HttpContent Content(Stream bytes)
    {
        var content = new StreamContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parts)
        {
            if (value is null) continue;
            query.Append(query.Length == 0 ? '?' : '&');
            query.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return query.ToString();
    }

    public Task<Answer<T>> GetAsync<T>(
        string path, JsonTypeInfo<T> type, CancellationToken stop) =>
        ReadAsync(new FacadeCall(HttpMethod.Get, path), type, stop);

    public async Task<Answer<T>> ReadAsync<T>(
        FacadeCall call, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var answer = await SendAsync(call, stop);
        var json = await answer.Content.ReadAsByteArrayAsync(stop);
        try
        {
            if (JsonSerializer.Deserialize(json, type) is { } body)
                return new Answer<T>(body, json);
        }
        catch (JsonException e)
        {
            throw NotAFacade($"its answer to {call.Path} is unreadable: {e.Message}");
        }

        throw NotAFacade($"its answer to {call.Path} is empty");
    }

    public async Task<FacadeDownload> OpenAsync(FacadeCall call, CancellationToken stop)
    {
        const HttpCompletionOption early = HttpCompletionOption.ResponseHeadersRead;
        var answer = await SendAsync(call, early, stop);
        return new FacadeDownload(answer, await answer.Content.ReadAsStreamAsync(stop));
    }

    public Task<HttpResponseMessage> SendAsync(FacadeCall call, CancellationToken stop) =>
        SendAsync(call, HttpCompletionOption.ResponseContentRead, stop);

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        FacadeCall call, HttpCompletionOption completion, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(call.Method, call.Path);
        request.Content = call.Content;
        var waitSeconds = (int)Math.Ceiling(call.Wait.TotalSeconds);
        if (call.LastEvent > 0) request.Headers.Add("Last-Event-ID", $"{call.LastEvent}");
        if (waitSeconds > 0) request.Headers.Add("Prefer", $"wait={waitSeconds}");
        if (call.Key is not null) request.Headers.Add("Idempotency-Key", call.Key);
        if (call.Accept is not null) request.Headers.Add("Accept", call.Accept);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (call.Limit != Timeout.InfiniteTimeSpan) limit.CancelAfter(call.Limit + call.Wait);
        try
        {
            var answer = await http.SendAsync(request, completion, limit.Token);
            if (answer.IsSuccessStatusCode) return answer;
            using (answer) throw await RefusalAsync(answer, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CliException(
                $"the facade {address.Url} did not answer within {call.Limit + call.Wait}",
                "it may be overloaded or stopped: look at the peer's log, then try again",
                ExitCodes.TimedOut);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
    }

    private static async Task<CliException> RefusalAsync(
        HttpResponseMessage answer, CancellationToken stop)
    {
        var status = (int)answer.StatusCode;
        var problem = await ProblemAsync(answer, stop);
        var detail = problem?.Detail ?? problem?.Title
            ?? $"the facade answered {status} {answer.ReasonPhrase}";
        var exitCode = ExitCodes.OfProblem(problem?.Code, status);
        var hint = problem?.Hint ?? (exitCode == ExitCodes.Unauthenticated
            ? "give the peer's token: --token T, P2PCS_TOKEN, or --data DIR of its directory"
            : null);
        return new CliException(detail, hint, exitCode)
        {
            Code = problem?.Code,
            IsRetryable = problem?.Retryable ?? false,
            Excerpt = Excerpt.Of(problem?.Text, problem?.Column),
        };
    }

    // A refusal without a problem document (a HEAD, a proxy) still has its status.
    private static async Task<ProblemAnswer?> ProblemAsync(
        HttpResponseMessage answer, CancellationToken stop)
    {
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (mediaType is not ("application/problem+json" or "application/json")) return null;
        var json = await answer.Content.ReadAsByteArrayAsync(stop);
        try
        {
            return JsonSerializer.Deserialize(json, FacadeJson.Default.ProblemAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private CliException Unreachable(HttpRequestException e)
    {
        if (e.HttpRequestError is HttpRequestError.InvalidResponse) return NotAFacade(e.Message);
        var found = $"{address.Url} (from {address.Origin})";
        var detail = e.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            ? $"no peer answers at {found}"
            : $"the peer at {found} hung up: {e.Message}";
        return new CliException(detail, address.StartHint, ExitCodes.Unreachable)
        {
            IsRetryable = true,
        };
    }

    private CliException NotAFacade(string detail) => new(
        $"what answers at {address.Url} is no p2pcs facade of this version: {detail}",
        "check the address, and that both sides are of one version: p2pcs version",
        ExitCodes.Unreachable);
}
