using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;

namespace P2PCS.Host.Tests.Cli;

public sealed class RunCommandTests
{
    [Fact]
    public async Task Output_and_exit_code_are_the_tasks_own()
    {
        var tasks = new FakeTasks(_ => new("out\n", 7, "err\n"));
        await using var facade = await FakeFacade.StartAsync(tasks.AnswerAsync);
        using var terminal = new TestTerminal();
        string[] command = ["sh", "-c", "exit 7", "--help", "-o", "@x", "[y]", "--", "{in}", ""];
        Assert.Equal(7, await terminal.RunAsync(facade.Arguments(["run", "--", .. command])));
        Assert.Equal("out\n", terminal.OutputText);
        Assert.Equal("err\n", terminal.ErrorText);
        Assert.Empty(terminal.Error);
        Assert.Equal(
            """{"command":["sh","-c","exit 7","--help","-o","@x","[y]","--","{in}",""]}""",
            facade.Posts.Single().Body);
    }

    [Fact]
    public async Task A_lost_attempt_is_told_and_the_next_one_followed()
    {
        var polls = 0;
        await using var facade = await FakeFacade.StartAsync((fake, context) =>
        {
            var path = context.Request.Path.Value!;
            if (path.EndsWith("/logs", StringComparison.Ordinal)) return LogAsync(context);
            if (context.Request.Method == "POST")
                return FakeFacade.JsonAsync(context, Json("running", 1), 201);
            var now = Interlocked.Increment(ref polls);
            return FakeFacade.JsonAsync(
                context, now < 3 ? Json("running", 1) : Json("succeeded", 2));
        });
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(facade.Arguments("run", "--", "x")));
        Assert.Equal("attempt 1\nattempt 2\n", terminal.OutputText);
        Assert.Equal(
            "p2pcs: peer p1 was lost; the task runs again on p2, its output starts over\n",
            terminal.Error);
    }

    [Fact]
    public async Task What_a_broken_stream_left_out_is_fetched_from_the_results()
    {
        await using var facade = await FakeFacade.StartAsync(async (fake, context) =>
        {
            var path = context.Request.Path.Value!;
            if (path.EndsWith("/logs", StringComparison.Ordinal)) await BreakAsync(context);
            else if (path.EndsWith("/results/stdout", StringComparison.Ordinal))
                await context.Response.WriteAsync("0123456789");
            else await FakeFacade.JsonAsync(context, Json("succeeded", 1, stdoutSize: 10), 201);
        });
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(facade.Arguments("run", "--", "x")));
        Assert.Equal("0123456789", terminal.OutputText);
    }

    [Theory]
    [InlineData("insufficient-capacity", 4)]
    [InlineData("subcloud-ended", 1)]
    [InlineData("max-runtime", 6)]
    public async Task A_task_that_never_exited_is_explained(string reason, int exitCode)
    {
        var json = Json("aborted", 0)[..^1]
            + $",\"reason\":{{\"code\":\"{reason}\",\"message\":\"Because.\"}}}}";
        await using var facade = await FakeFacade.StartAsync((_, context) =>
            FakeFacade.JsonAsync(context, json, 201));
        using var terminal = new TestTerminal();
        Assert.Equal(exitCode, await terminal.RunAsync(facade.Arguments("run", "--", "x")));
        Assert.Contains($"aborted: Because. ({reason})", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("hint: see p2pcs task", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task A_stopped_run_cancels_its_task(PosixSignal signal, int exitCode)
    {
        var polled = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var facade = await FakeFacade.StartAsync((fake, context) =>
        {
            if (context.Request.Method == "GET") polled.TrySetResult();
            if (context.Request.Method == "DELETE") cancelled.TrySetResult();
            return FakeFacade.JsonAsync(context, Json("queued", 0), 201);
        });
        using var terminal = new TestTerminal();
        var running = terminal.RunAsync(facade.Arguments("run", "--", "sleep", "1000"));
        await polled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        terminal.Stop.Raise(signal);
        Assert.Equal(exitCode, await running);
        Assert.True(cancelled.Task.IsCompletedSuccessfully);
        Assert.Contains("cancelled task_1", terminal.Error, StringComparison.Ordinal);
    }

    private static Task LogAsync(HttpContext context)
    {
        if (context.Request.Query["stream"] == "stderr") return Task.CompletedTask;
        return context.Response.WriteAsync($"attempt {context.Request.Query["attempt"]}\n");
    }

    private static async Task BreakAsync(HttpContext context)
    {
        if (context.Request.Query["stream"] == "stderr") return;
        await context.Response.WriteAsync("0123");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static string Json(string state, int attempts, int stdoutSize = 0)
    {
        var tries = Enumerable.Range(1, attempts).Select(number =>
            $$"""
            {"number":{{number}},"peerId":"p{{number}}","startedAt":"2026-01-01T00:00:00Z",
            "state":"{{(number < attempts ? "lost" : "running")}}"}
            """);
        return $$"""
            {"id":"task_1","subcloud":"sc_1","state":"{{state}}",
            {{(state == "succeeded" ? "\"exitCode\":0," : "")}}
            "createdAt":"2026-01-01T00:00:00Z","command":["x"],
            "attempts":[{{string.Join(',', tries)}}],
            "results":[{"name":"stdout","digest":"00","size":{{stdoutSize}}}]}
            """;
    }
}
