using P2PCS.Host.Cli;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Tests.Cli;

public sealed class FacadeClientTests
{
    private const string Peer =
        """
        {"id":"abcdefabcdefabcdef","state":"alive","address":"127.0.0.1:1","self":true,
        "epoch":3,"accepts":true,"resources":{"cpu":2,"mem":1073741824},
        "free":{"cpu":1.5,"mem":536870912},"lastHeard":"2026-01-02T03:04:05Z","later":"é"}
        """;

    [Fact]
    public async Task Peers_are_read_with_their_token()
    {
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.JsonAsync(context, $"[{Peer}]"));
        using var client = new FacadeClient(facade.Address);
        var peers = await client.PeersAsync(CancellationToken.None);
        Assert.Equal(1.5, Assert.Single(peers.Body).Free.Cpu);
        Assert.Equal(["GET /v1/peers"], facade.Requests);
    }

    [Fact]
    public async Task The_json_output_is_the_facades_own_with_what_we_do_not_know()
    {
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.JsonAsync(context, $"[{Peer}]"));
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(facade.Arguments("peers", "-o", "json")));
        Assert.Contains("    \"later\": \"é\"", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("    \"epoch\": 3,", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_output_is_one_line_per_peer()
    {
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.JsonAsync(context, $"[{Peer}]"));
        using var terminal = new TestTerminal();
        string[] after = ["peers", "--facade", facade.Url.AbsoluteUri, "--token", "right"];
        Assert.Equal(0, await terminal.RunAsync(after));
        var line = terminal.Output.Split('\n')[1];
        Assert.StartsWith("abcdefabcdef (self)  alive  127", line, StringComparison.Ordinal);
        Assert.Contains("1.5 cpu, 512MiB", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_ends_with_5()
    {
        await using var facade = await FakeFacade.StartAsync((_, _) => Task.CompletedTask);
        using var terminal = new TestTerminal();
        string[] args = ["peers", "--facade", facade.Url.AbsoluteUri, "--token", "wrong"];
        Assert.Equal(ExitCodes.Unauthenticated, await terminal.RunAsync(args));
        Assert.Equal("error: D unauthenticated\nhint: H\n", terminal.Error);
    }

    [Theory]
    [InlineData(404, "not-found", 3)]
    [InlineData(409, "subcloud-expired", 3)]
    [InlineData(409, "insufficient-capacity", 4)]
    [InlineData(500, "internal", 70)]
    public async Task A_problem_is_told_and_ends_with_its_code(
        int status, string code, int exitCode)
    {
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.ProblemAsync(context, status, code));
        using var terminal = new TestTerminal();
        string[] args = facade.Arguments("subcloud", "describe", "sc_1", "-o", "json");
        Assert.Equal(exitCode, await terminal.RunAsync(args));
        Assert.Equal($"error: D {code}\nhint: H\n", terminal.Error);
        Assert.Empty(terminal.Output);
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Another_web_server_is_recognized(string body)
    {
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.JsonAsync(context, body));
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Unreachable, await terminal.RunAsync(facade.Arguments("self")));
        Assert.Contains("is no p2pcs facade", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_head_has_no_body_and_is_an_answer_all_the_same()
    {
        await using var facade = await FakeFacade.StartAsync((_, _) => Task.CompletedTask);
        using var client = new FacadeClient(facade.Address);
        var bytes = "hello"u8.ToArray();
        var digest = FakeFacade.Hash(bytes);
        Assert.False(await client.HasBlobAsync(digest, CancellationToken.None));
        using var upload = new MemoryStream(bytes);
        await client.PutBlobAsync(digest, upload, CancellationToken.None);
        Assert.True(await client.HasBlobAsync(digest, CancellationToken.None));
    }

    [Fact]
    public async Task Bytes_that_do_not_hash_to_their_digest_are_refused()
    {
        await using var facade = await FakeFacade.StartAsync((_, _) => Task.CompletedTask);
        using var client = new FacadeClient(facade.Address);
        using var upload = new MemoryStream("hello"u8.ToArray());
        var digest = FakeFacade.Hash("other"u8.ToArray());
        var refusal = await Assert.ThrowsAsync<CliException>(() =>
            client.PutBlobAsync(digest, upload, CancellationToken.None));
        Assert.Equal("digest-mismatch", refusal.Code);
    }

    [Fact]
    public async Task Waiting_is_asked_for_and_ids_are_escaped()
    {
        string? prefer = null;
        await using var facade = await FakeFacade.StartAsync((_, context) =>
        {
            prefer = context.Request.Headers["Prefer"];
            return FakeFacade.ProblemAsync(context, 404, "not-found");
        });
        using var client = new FacadeClient(facade.Address);
        await Assert.ThrowsAsync<CliException>(() =>
            client.TaskAsync("a/b?c", TimeSpan.FromSeconds(7), CancellationToken.None));
        Assert.Equal("wait=7", prefer);
        Assert.Equal(["GET /v1/tasks/a%2Fb?c"], facade.Requests);
    }

    [Fact]
    public async Task A_subcloud_request_says_only_what_was_given()
    {
        const string subcloud =
            """
            {"id":"sc_1","state":"active","requested":3,"min":2,"ready":3,"lost":0,
            "resources":{"cpu":1,"mem":268435456},"createdAt":"2026-01-01T00:00:00Z",
            "expiresAt":"2026-01-01T01:00:00Z","facade":"ab",
            "members":[{"peerId":"cd","address":"127.0.0.1:2","state":"active","fence":"1.2"}]}
            """;
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.JsonAsync(context, subcloud, 201));
        using var terminal = new TestTerminal();
        string[] args = facade.Arguments(
            "subcloud", "create", "--count", "3", "--min", "2", "--mem", "1GiB", "--ttl", "90s");
        Assert.Equal(0, await terminal.RunAsync(args));
        var body = Assert.Single(facade.Posts).Body;
        Assert.Equal(
            """{"count":3,"min":2,"resources":{"cpu":1,"mem":1073741824},"ttl":"90s"}""", body);
        Assert.Contains("cd  127.0.0.1:2  active  1.2", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_are_printed_byte_for_byte()
    {
        byte[] bytes = [0, 255, 10, 13, 128];
        await using var facade = await FakeFacade.StartAsync((_, context) =>
        {
            context.Response.Headers["P2PCS-Attempt"] = "2";
            return context.Response.Body.WriteAsync(bytes).AsTask();
        });
        using var terminal = new TestTerminal();
        string[] args = facade.Arguments("task", "logs", "task_1", "--stream", "stderr");
        Assert.Equal(0, await terminal.RunAsync(args));
        Assert.Equal(bytes, terminal.OutputBytes);
        Assert.Equal(["GET /v1/tasks/task_1/logs?stream=stderr&follow=false"], facade.Requests);
    }

    [Fact]
    public async Task A_stopped_command_ends_with_the_signals_code()
    {
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            new TaskCompletionSource().Task.WaitAsync(context.RequestAborted));
        using var terminal = new TestTerminal();
        var running = terminal.RunAsync(facade.Arguments("self"));
        terminal.Stop.Raise(System.Runtime.InteropServices.PosixSignal.SIGTERM);
        Assert.Equal(143, await running);
    }

    [Fact]
    public async Task A_task_with_its_resources_is_submitted_as_the_contract_says()
    {
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.ProblemAsync(context, 409, "insufficient-capacity"));
        using var client = new FacadeClient(facade.Address);
        var task = new TaskRequest(["true"], Resources: new ResourcesBody(0.5, 1024));
        var refusal = await Assert.ThrowsAsync<CliException>(() =>
            client.SubmitAsync(task, CancellationToken.None));
        Assert.Equal(ExitCodes.NoCapacity, refusal.ExitCode);
        Assert.Equal(
            """{"command":["true"],"resources":{"cpu":0.5,"mem":1024}}""",
            Assert.Single(facade.Posts).Body);
    }
}
