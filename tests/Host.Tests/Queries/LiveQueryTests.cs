using System.Globalization;
using System.Text;
using System.Text.Json;
using P2PCS.Host.Cli;
using P2PCS.Host.Tests.EndToEnd;
using P2PCS.Host.Tests.Workloads;

namespace P2PCS.Host.Tests.Queries;

[Collection("end to end")]
public sealed class LiveQueryTests(SharedCloud shared) : IDisposable
{
    private readonly HttpClient http = Connect(shared.Facade);

    [Theory]
    [InlineData("SELECT FROM peers", 1, 8)]
    [InlineData("SELECT count(*)\nFROM peers\nWHERE lood1 > 1", 3, 7)]
    [InlineData("SELECT count(*) FROM machines", 1, 22)]
    [InlineData("SELECT address FROM peers", 1, 8)]
    public async Task A_query_that_cannot_be_is_refused_with_its_place(
        string sql, int line, int column)
    {
        JsonElement problem = await PostAsync("/v1/query", sql, 400);
        Assert.Equal("invalid-expression", problem.GetProperty("code").GetString());
        Assert.Equal((line, column),
            (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
        Assert.Equal(sql.Split('\n')[line - 1], problem.GetProperty("text").GetString());
        Assert.NotEmpty(problem.GetProperty("hint").GetString()!);
        JsonElement again = await PostAsync("/v1/queries", sql + " EVERY 1s", 400);
        Assert.Equal("invalid-expression", again.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_private_column_is_refused_and_the_reason_is_told()
    {
        JsonElement problem = await PostAsync("/v1/query", "SELECT address FROM peers", 400);
        string all = problem.GetProperty("detail").GetString()
            + problem.GetProperty("hint").GetString();
        Assert.Contains("private", all, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""{"sql":"SELECT 1 FROM peers","timeout":"x"}""")]
    [InlineData("""{"sql":"SELECT 1 FROM peers","timeout":"2h"}""")]
    [InlineData("""{"sql":"SELECT 1 FROM peers","consistency":"1"}""")]
    [InlineData("""{"sql":"SELECT 1 FROM peers","minCoverage":1.5}""")]
    [InlineData("""{"sql":"SELECT 1 FROM peers","maxError":0}""")]
    [InlineData("""{"sql":"SELECT 1 FROM peers EVERY 5s"}""")]
    [InlineData("{}")]
    public async Task What_stands_beside_the_text_is_checked_too(string body)
    {
        using HttpResponseMessage answer = await SendAsync("/v1/query", body, "*/*");
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_catalog_documents_every_column()
    {
        using JsonDocument tables = JsonDocument.Parse(await http.GetStringAsync("/v1/catalog"));
        Assert.Equal(
            ["peers", "leases", "subclouds", "tasks", "attempts", "events"],
            tables.RootElement.EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        Assert.All(tables.RootElement.EnumerateArray()
            .SelectMany(table => table.GetProperty("columns").EnumerateArray()), column =>
        {
            Assert.NotEmpty(column.GetProperty("doc").GetString()!);
            Assert.Matches("^(public|coarse|private)$", column.GetProperty("privacy").GetString());
        });
    }

    [Fact]
    public async Task A_peer_knows_its_own_row_as_its_machine_tells_it()
    {
        JsonElement answer = await PostAsync("/v1/query",
            "SELECT peer_id, mem.total, cpu.cores, os.family, load1, disk.free, accepts, uptime, "
            + "state, driver.process, agent.version FROM peers WITH consistency = local", 200);
        JsonElement row = answer.GetProperty("rows")[0];
        Assert.Equal(shared.Facade.Id, row[0].GetString());
        long total = long.Parse(
            File.ReadLines("/proc/meminfo").First()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) << 10;
        Assert.InRange(row[1].GetInt64(), 1, total);
        Assert.InRange(row[2].GetDouble(), 0.1, Environment.ProcessorCount);
        Assert.Equal("linux", row[3].GetString());
        Assert.InRange(row[4].GetDouble(), 0, 10_000);
        Assert.InRange(row[5].GetInt64(), 1, long.MaxValue);
        Assert.InRange(row[7].GetDouble(), 1, 1e9);
        Assert.Contains(row[8].GetString(), (string[])["available", "partial", "busy"]);
        Assert.Equal(1, answer.GetProperty("coverage").GetProperty("answered").GetInt32());
        Assert.Equal(CommandLine.Version, row[10].GetString());
    }

    [Fact]
    public async Task Rows_come_as_csv_or_lines_where_that_is_wanted()
    {
        const string Body = """
            {"sql":"SELECT 'a,\"b\"' AS word, NULL AS nothing, 2 AS two FROM peers LIMIT 1",
             "consistency":"local"}
            """;
        using HttpResponseMessage csv = await SendAsync("/v1/query", Body, "text/csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Equal("1/1", csv.Headers.GetValues("P2PCS-Coverage").Single());
        Assert.Equal(
            "word,nothing,two\r\n\"a,\"\"b\"\"\",,2\r\n", await csv.Content.ReadAsStringAsync());
        using HttpResponseMessage lines = await SendAsync(
            "/v1/query", Body, "application/x-ndjson");
        using JsonDocument line = JsonDocument.Parse(await lines.Content.ReadAsStringAsync());
        Assert.Equal("a,\"b\"", line.RootElement.GetProperty("word").GetString());
    }

    [Fact]
    public async Task Every_peer_counts_the_whole_cloud()
    {
        foreach (LivePeer peer in shared.Cloud.Peers)
        {
            Outcome run = await peer.RunAsync(
                "query", "SELECT count(*) AS n FROM peers WITH consistency = tree", "-o", "csv");
            Assert.Equal(0, run.ExitCode);
            Assert.Equal("n\r\n3\r\n", run.Text);
            Assert.Contains("3 of 3 peers", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_watched_query_tells_again_and_again_and_ends_by_itself()
    {
        Outcome run = await shared.Facade.RunAsync(
            "query", "--watch", "SELECT count(*) AS n FROM peers EVERY 1s FOR 3s "
            + "WITH consistency = tree", "-o", "csv");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("n", lines[0]);
        Assert.InRange(lines.Length, 3, 5);
        Assert.All(lines[1..], line => Assert.Equal("3", line));
    }

    [Fact]
    public async Task A_stream_goes_on_where_its_reader_was_and_an_end_is_told()
    {
        JsonElement begun = await PostAsync(
            "/v1/queries", "SELECT count(*) FROM peers EVERY 1s FOR 1m", 201);
        string path = "/v1/queries/" + begun.GetProperty("id").GetString();
        Assert.Equal(60, (begun.GetProperty("endsAt").GetDateTimeOffset()
            - begun.GetProperty("createdAt").GetDateTimeOffset()).TotalSeconds);
        Assert.Equal([1, 2, 3], (await EventsAsync(path, 0, 3)).Select(e => e.Id));
        Assert.Equal([2, 3], (await EventsAsync(path, 1, 2)).Select(e => e.Id));
        using HttpResponseMessage gone = await http.DeleteAsync(path);
        Assert.Contains(
            "\"ended\"", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        ServerEvent[] rest = await EventsAsync(path, 2, 100);
        Assert.Equal("end", rest[^1].Kind);
        Assert.Equal(3, rest[0].Id);
        using HttpResponseMessage unknown = await http.GetAsync("/v1/queries/query_x/stream");
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task The_cloud_is_shown_at_a_glance()
    {
        Outcome top = await shared.Facade.RunAsync("top", "--once");
        Assert.Equal((0, ""), (top.ExitCode, top.Error));
        Assert.Contains("3 of 3 peers heard", top.Text, StringComparison.Ordinal);
        Assert.Matches(@"state: (available|partial|busy) \d", top.Text);
        Assert.Contains(shared.Facade.Id[..12], top.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_are_listed_by_what_they_are_and_where()
    {
        Outcome found = await shared.Facade.RunAsync(
            "peers", "--where", "cpu.cores >= 0.1", "--order-by", "peer_id", "-o", "json");
        Assert.Equal(0, found.ExitCode);
        using JsonDocument answer = JsonDocument.Parse(found.Text);
        Assert.Equal(
            shared.Cloud.Peers.Select(peer => peer.Id).Order(StringComparer.Ordinal),
            answer.RootElement.GetProperty("rows").EnumerateArray()
                .Select(row => row[0].GetString()!));
        Outcome none = await shared.Facade.RunAsync("peers", "--where", "cpu.cores > 4000");
        Assert.Contains("0 rows", none.Error, StringComparison.Ordinal);
        Outcome wrong = await shared.Facade.RunAsync("peers", "--where", "cpu.cores >");
        Assert.Equal(ExitCodes.Usage, wrong.ExitCode);
        Outcome wide = await shared.Facade.RunAsync("peer", "list", "-o", "wide");
        Assert.Contains("HEIGHT", wide.Text, StringComparison.Ordinal);
        Assert.Contains(shared.Facade.Id, wide.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happened_to_the_node_can_be_asked_for()
    {
        JsonElement answer = await PostAsync("/v1/query",
            "SELECT about, number FROM events WHERE kind = 'peer-alive' "
            + "WITH consistency = local", 200);
        string?[] about = [.. answer.GetProperty("rows").EnumerateArray()
            .Select(row => row[0].GetString())];
        Assert.Empty(shared.Cloud.Peers.Skip(1).Select(peer => peer.Id).Except(about));
    }

    [LimitFact("cpu limited")]
    public async Task Processor_time_is_counted_for_whom_it_was_used()
    {
        await shared.Cloud.FreeAsync(30);
        const string Work = "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tasks")
        {
            Content = new StringContent(
                $$"""{"command":["sh","-c","{{Work}}"]}""", Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage made = await http.SendAsync(request);
        using var wait = new HttpRequestMessage(HttpMethod.Get, made.Headers.Location);
        wait.Headers.Add("Prefer", "wait=30");
        using HttpResponseMessage ended = await http.SendAsync(wait);
        Assert.Contains(
            "\"state\":\"succeeded\"", await ended.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        string task = made.Headers.Location!.ToString().Split('/')[^1];
        JsonElement answer = await PostAsync("/v1/query",
            "SELECT owner, count(*), sum(cpu_seconds) FROM attempts WHERE outcome = 'exited' "
            + $"AND exit_code = 0 AND task_id = '{task}' GROUP BY owner", 200);
        JsonElement row = answer.GetProperty("rows").EnumerateArray().Single();
        Assert.Equal((shared.Facade.Id, 1), (row[0].GetString(), row[1].GetInt32()));
        Assert.InRange(row[2].GetDouble(), 0.05, 30);
        await shared.Cloud.FreeAsync();
    }

    public void Dispose() => http.Dispose();

    private static HttpClient Connect(LivePeer peer)
    {
        string token = File.ReadAllText(Path.Combine(peer.DataDirectory, "token")).Trim();
        var client = new HttpClient { BaseAddress = new Uri(peer.Api) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private async Task<JsonElement> PostAsync(string path, string sql, int status)
    {
        string body = $$"""{"sql":"{{JsonEncodedText.Encode(sql)}}"}""";
        using HttpResponseMessage answer = await SendAsync(path, body, "application/json");
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, text);
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Accept", accept);
        return await http.SendAsync(request);
    }

    private async Task<ServerEvent[]> EventsAsync(string path, long last, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var request = new HttpRequestMessage(HttpMethod.Get, path + "/stream");
        if (last > 0)
            request.Headers.Add("Last-Event-ID", $"{last}");
        using HttpResponseMessage answer = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using Stream bytes = await answer.Content.ReadAsStreamAsync(limit.Token);
        var reader = new EventReader(bytes.ReadAsync);
        var events = new List<ServerEvent>();
        while (events.Count < count && await reader.NextAsync(limit.Token) is { } next)
            events.Add(next);
        return [.. events];
    }
}
