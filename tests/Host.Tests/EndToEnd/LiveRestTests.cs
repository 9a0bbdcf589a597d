using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Tests.Workloads;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end")]
public sealed class LiveRestTests(SharedCloud shared) : IDisposable
{
    private readonly HttpClient http = Connect(shared.Facade);

    [Theory]
    [InlineData("GET", "/v1/nothing", null, 404, "not-found")]
    [InlineData("PATCH", "/v1/subclouds", null, 405, "method-not-allowed")]
    [InlineData("GET", "/v1/tasks/x/logs?attempt=abc", null, 400, "invalid-request")]
    [InlineData("POST", "/v1/subclouds", "", 400, "invalid-request")]
    [InlineData("POST", "/v1/subclouds", """{"count":""", 400, "invalid-request")]
    [InlineData("POST", "/v1/subclouds", """{"count":"two"}""", 400, "invalid-request")]
    [InlineData("POST", "/v1/subclouds", """{"count":1,"more":1}""", 400, "invalid-request")]
    [InlineData("POST", "/v1/subclouds", """{"count":1,"count":2}""", 400, "invalid-request")]
    [InlineData("POST", "/v1/subclouds", """{"count":0}""", 400, "invalid-request")]
    [InlineData("POST", "/v1/tasks", "[null]", 400, "invalid-request")]
    [InlineData("POST", "/v1/tasks", "{}", 400, "invalid-request")]
    [InlineData("POST", "/v1/tasks", """{"command":[]}""", 400, "invalid-request")]
    [InlineData(
        "POST", "/v1/tasks", """{"command":["a"],"inputs":[null]}""", 400, "invalid-request")]
    [InlineData("POST", "/v1/tasks", """{"command":["a"],"subcloud":"s"}""", 404, "not-found")]
    [InlineData("PUT", "/v1/blobs/00", "x", 400, "invalid-request")]
    public async Task A_refused_request_gets_a_problem_with_code_and_hint(
        string method, string path, string? body, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"),
            ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using JsonDocument problem = JsonDocument.Parse(text);
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.NotEmpty(problem.RootElement.GetProperty("hint").GetString()!);
        Assert.DoesNotContain("P2PCS.", text, StringComparison.Ordinal);
        await shared.Cloud.FreeAsync();
    }

    [Fact]
    public async Task The_description_is_open_to_all_and_has_every_route()
    {
        using var open = new HttpClient();
        string text = await open.GetStringAsync(shared.Facade.Api + "/v1/openapi.json");
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.StartsWith(
            "3.1.", document.RootElement.GetProperty("openapi").GetString()!,
            StringComparison.Ordinal);
        string[] routes = [.. document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
                .Select(verb => $"{verb.Name} {path.Name}"))];
        string[] expected =
        [
            "get /healthz", "get /metrics", "get /v1/self", "get /v1/peers", "get /v1/peers/{id}",
            "post /v1/subclouds", "get /v1/subclouds", "get /v1/subclouds/{id}",
            "delete /v1/subclouds/{id}", "post /v1/tasks", "get /v1/tasks", "get /v1/tasks/{id}",
            "delete /v1/tasks/{id}", "get /v1/tasks/{id}/logs", "get /v1/tasks/{id}/results",
            "get /v1/tasks/{id}/results/{name}", "put /v1/blobs/{digest}", "get /v1/blobs/{digest}",
        ];
        Assert.Empty(expected.Except(routes));
    }

    [Fact]
    public async Task Metrics_count_what_the_peer_sends_in_prometheus_text()
    {
        using HttpResponseMessage answer = await http.GetAsync("/metrics");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        string[] lines = (await answer.Content.ReadAsStringAsync()).TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.Matches(
            @"^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\{[a-z]+=""\w+""(,[a-z]+=""\w+"")*\})? "
            + @"[0-9.E+-]+)$",
            line));
        Assert.Contains("p2pcs_peers{state=\"alive\"} 2", lines);
        Assert.Contains(lines, line => line.StartsWith(
            "p2pcs_frames_total{direction=\"sent\",kind=\"ping\"}", StringComparison.Ordinal));
        using var stranger = new HttpClient();
        using HttpResponseMessage refused =
            await stranger.GetAsync(shared.Facade.Api + "/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_peer_says_what_it_costs_by_kind_and_in_all()
    {
        SelfBody self = await shared.Facade.SelfAsync();
        Assert.InRange(self.Process.RssBytes, 10 << 20, 400 << 20);
        Assert.InRange(self.Process.CpuSeconds, 0.01, 1000);
        Assert.InRange(self.Traffic.Recent.Seconds, 0.5, 30);
        Assert.InRange(self.Traffic.Recent.SentBytes, 1, 1e7);
        Assert.Equal(
            self.Traffic.SentFrames,
            self.Traffic.Kinds.Where(row => row.Direction == "sent").Sum(row => row.Frames));
    }

    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/v1/self", 200)]
    [InlineData("/v1/peers", 200)]
    [InlineData("/v1/nothing", 404)]
    public async Task Head_answers_as_get_does_without_the_body(string path, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [SandboxFact]
    public async Task A_task_is_awaited_and_its_result_read_in_parts()
    {
        using var command = new StringContent(
            """{"command":["seq","100"]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage made = await http.PostAsync("/v1/tasks", command);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        string task = made.Headers.Location!.ToString();
        using var wait = new HttpRequestMessage(HttpMethod.Get, task);
        wait.Headers.Add("Prefer", "wait=20");
        using HttpResponseMessage ended = await http.SendAsync(wait);
        Assert.Contains(
            "\"state\":\"succeeded\"", await ended.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        using var part = new HttpRequestMessage(HttpMethod.Get, task + "/results/stdout");
        part.Headers.Range = new RangeHeaderValue(2, 5);
        using HttpResponseMessage read = await http.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, read.StatusCode);
        Assert.Equal("2\n3\n", await read.Content.ReadAsStringAsync());
        await shared.Cloud.FreeAsync();
    }

    [Theory]
    [InlineData("POST /v1/subclouds HTTP/1.1\r\nHost: x\r\n{0}\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /v1/subclouds HTTP/1.1\r\nHost: x\r\n{0}\r\nContent-Length: 999\r\n\r\n[1")]
    [InlineData(
        "POST /v1/tasks HTTP/1.1\r\nHost: x\r\n{0}\r\nTransfer-Encoding: chunked\r\n\r\nzz")]
    [InlineData("GARBAGE\r\n\r\n")]
    public async Task Broken_requests_do_not_disturb_the_next_one(string text)
    {
        var at = new Uri(shared.Facade.Api);
        using (var socket = new TcpClient(at.Host, at.Port))
        {
            string token = $"Authorization: {http.DefaultRequestHeaders.Authorization}";
            string bytes = text.Replace("{0}", token, StringComparison.Ordinal);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(bytes));
            socket.Client.Shutdown(SocketShutdown.Send);
        }

        Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync("/healthz"));
        await shared.Cloud.FreeAsync();
    }

    [SandboxFact]
    public async Task Many_readers_are_answered_while_tasks_run()
    {
        const string Task = """{"command":["sh","-c","seq 20000 | gzip -9 | wc -c"]}""";
        string array = $"[{string.Join(',', Enumerable.Repeat(Task, 20))}]";
        using var tasks = new StringContent(array, Encoding.UTF8, "application/json");
        using HttpResponseMessage made = await http.PostAsync("/v1/tasks", tasks);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        string[] pictures = await System.Threading.Tasks.Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => http.GetStringAsync("/v1/peers")));
        Assert.All(pictures, picture =>
        {
            using JsonDocument peers = JsonDocument.Parse(picture);
            Assert.Equal(3, peers.RootElement.GetArrayLength());
        });
        await shared.Cloud.FreeAsync(30);
    }

    public void Dispose() => http.Dispose();

    private static HttpClient Connect(LivePeer peer)
    {
        string token = File.ReadAllText(Path.Combine(peer.DataDirectory, "token")).Trim();
        var client = new HttpClient { BaseAddress = new Uri(peer.Api) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
