using Microsoft.AspNetCore.Http;
using P2PCS.Host.Cli;
using P2PCS.Host.Tests.Cli;

namespace P2PCS.Host.Tests.Queries;

public sealed class QueryCommandTests
{
    private const string Sql = "SELECT site, sum(mem.free) FROM peers GROUP BY site";

    [Fact]
    public async Task An_answer_is_a_table_and_who_was_heard_goes_to_standard_error()
    {
        await using FakeFacade facade = await Facade(Answer());
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(facade.Arguments("query", Sql)));
        Assert.Equal("site   mem\nit-bo  1.5GiB\n-      -\n", terminal.Output);
        Assert.Equal("2 rows; 9 of 10 peers; tree, 18 messages, 12 ms\n", terminal.Error);
        Assert.Equal($$"""{"sql":"{{Sql}}"}""", facade.Posts.Single().Body);
    }

    [Theory]
    [InlineData("csv", "site,mem\r\nit-bo,1610612736\r\n,\r\n")]
    public async Task Rows_can_be_had_for_programs(string output, string expected)
    {
        await using FakeFacade facade = await Facade(Answer());
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(facade.Arguments("query", Sql, "-o", output)));
        Assert.Equal(expected, terminal.Output);
    }

    [Fact]
    public async Task Fewer_peers_than_asked_for_are_shown_and_end_with_their_own_code()
    {
        await using FakeFacade facade = await Facade(Answer(",\"partial\":true"));
        using var terminal = new TestTerminal();
        Assert.Equal(
            ExitCodes.Partial, await terminal.RunAsync(facade.Arguments("query", Sql)));
        Assert.Contains("it-bo", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("fewer peers answered", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_shows_its_line_with_a_caret()
    {
        const string Problem = """
            {"status":400,"code":"invalid-expression","detail":"line 2, column 3: found ','",
             "hint":"Expected a value.","line":2,"column":3,"text":"\t,,"}
            """;
        await using FakeFacade facade = await FakeFacade.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/problem+json";
            await context.Response.WriteAsync(Problem);
        });
        using var terminal = new TestTerminal();
        Assert.Equal(
            ExitCodes.Usage, await terminal.RunAsync(facade.Arguments("query", "SELECT\n\t,,")));
        Assert.Equal(
            "error: line 2, column 3: found ','\n  \t,,\n  \t ^\nhint: Expected a value.\n",
            terminal.Error);
    }

    [Fact]
    public async Task A_watch_goes_on_where_a_broken_stream_broke()
    {
        int opened = 0;
        await using FakeFacade facade = await FakeFacade.StartAsync(async (fake, context) =>
        {
            if (context.Request.Method == "POST")
            {
                await FakeFacade.JsonAsync(context, Continuous(), 201);
                return;
            }

            context.Response.ContentType = "text/event-stream";
            int turn = Interlocked.Increment(ref opened);
            Assert.Equal(turn == 1 ? "" : "1", context.Request.Headers["Last-Event-ID"].ToString());
            await context.Response.WriteAsync(
                $"id: {turn}\nevent: answer\ndata: {Answer()}\n\n");
            if (turn == 1)
                return;
            await context.Response.WriteAsync($"event: end\ndata: {Continuous()}\n\n");
        });
        using var terminal = new TestTerminal();
        string[] words = facade.Arguments("query", "--watch", "-o", "csv", Sql + " EVERY 1s");
        Assert.Equal(0, await terminal.RunAsync(words));
        Assert.Equal(
            "site,mem\r\nit-bo,1610612736\r\n,\r\nit-bo,1610612736\r\n,\r\n", terminal.Output);
        Assert.Contains("\"every\":\"2s\"", facade.Posts.Single().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_are_asked_for_by_a_query_whose_expression_keeps_its_place()
    {
        await using FakeFacade facade = await Facade(Answer());
        using var terminal = new TestTerminal();
        string[] words = facade.Arguments(
            "peers", "--where", "mem.free > 1GiB", "--order-by", "load1 desc", "--limit", "3");
        Assert.Equal(0, await terminal.RunAsync(words));
        Assert.EndsWith(
            "FROM peers\\nWHERE\\nmem.free \\u003E 1GiB\\n\\nORDER BY\\nload1 desc\\n\\nLIMIT 3\"}",
            facade.Posts.Single().Body, StringComparison.Ordinal);
    }

    private static Task<FakeFacade> Facade(string json) =>
        FakeFacade.StartAsync((_, context) => FakeFacade.JsonAsync(context, json));

    private static string Continuous() => """
        {"id":"query_1","sql":"x","state":"running","everySeconds":1,
        "createdAt":"2026-01-01T00:00:00Z","endsAt":"2026-01-01T01:00:00Z","answers":1}
        """.ReplaceLineEndings("");

    private static string Answer(string more = "") => ($$"""
        {"columns":[{"name":"site","type":"text"},{"name":"mem","type":"int","unit":"bytes"}],
        "rows":[["it-bo",1610612736],[null,null]],
        "coverage":{"answered":9,"estimated":10,"fraction":0.9},"approximate":false,
        "asOf":{"oldest":"2026-01-01T00:00:00Z","newest":"2026-01-01T00:00:00Z"},
        "plan":"tree","cost":{"messages":18,"bytes":1400,"ms":12.3},"errors":[],
        "truncated":false{{more}}
        """ + "}").ReplaceLineEndings("");
}
