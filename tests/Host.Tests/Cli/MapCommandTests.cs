using System.Runtime.InteropServices;
using P2PCS.Host.Cli;

namespace P2PCS.Host.Tests.Cli;

public sealed class MapCommandTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    private string Out => Path.Combine(temp.Path, "out");

    [Fact]
    public async Task Every_result_comes_back_and_the_own_subcloud_is_released()
    {
        WriteInputs(620);
        var tasks = new FakeTasks(name => new(name + "!", Attempts: name == "7.txt" ? 2 : 1));
        await using var facade = await FakeFacade.StartAsync(tasks.AnswerAsync);
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(Map(facade, "--suffix", ".up")));
        Assert.Equal(620, Directory.GetFiles(Out).Length);
        Assert.Equal("7.txt!", File.ReadAllText(Path.Combine(Out, "7.txt.up")));
        Assert.Equal(["sc_own"], tasks.Released);
        Assert.EndsWith(
            $"map: 620 results in {Out}, 1 retried, 0 failed\n",
            terminal.Output,
            StringComparison.Ordinal);
        Assert.Equal(620, facade.Blobs.Count);
    }

    [Fact]
    public async Task Many_tasks_are_submitted_in_arrays_of_at_most_500()
    {
        WriteInputs(620);
        var tasks = new FakeTasks(name => new(name));
        await using var facade = await FakeFacade.StartAsync(tasks.AnswerAsync);
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(Map(facade, "--subcloud", "mine")));
        Assert.Equal(2, facade.Posts.Count(post => post.Path == "/v1/tasks"));
        Assert.Empty(tasks.Released);
    }

    [Fact]
    public async Task The_file_a_task_wrote_goes_before_its_stdout()
    {
        WriteInputs(1);
        var tasks = new FakeTasks(_ => new("written", IsOutFile: true));
        await using var facade = await FakeFacade.StartAsync(tasks.AnswerAsync);
        using var terminal = new TestTerminal();
        Assert.Equal(0, await terminal.RunAsync(Map(facade)));
        Assert.Contains(
            facade.Requests, request => request.EndsWith("/out", StringComparison.Ordinal));
        Assert.Equal("written", File.ReadAllText(Path.Combine(Out, "0.txt")));
    }

    [Fact]
    public async Task A_failed_task_is_listed_with_its_code_and_stderr()
    {
        WriteInputs(3);
        var tasks = new FakeTasks(name => name == "1.txt"
            ? new("", 9, "no such thing\nat all\n")
            : new(name));
        await using var facade = await FakeFacade.StartAsync(tasks.AnswerAsync);
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Failed, await terminal.RunAsync(Map(facade)));
        Assert.Equal(
            "failed: 1.txt: exit code 9\n    no such thing\n    at all\n", terminal.Error);
        Assert.Contains("3/3 done, 0 retried, 1 failed", terminal.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Out, "1.txt")));
    }

    [Fact]
    public async Task A_result_with_wrong_bytes_is_an_error_and_never_written()
    {
        WriteInputs(1);
        var tasks = new FakeTasks(_ => new("bytes", Digest: new string('0', 64)));
        await using var facade = await FakeFacade.StartAsync(tasks.AnswerAsync);
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Internal, await terminal.RunAsync(Map(facade)));
        Assert.Contains("SHA-256", terminal.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Out));
        Assert.Equal(["sc_own"], tasks.Released);
    }

    [Fact]
    public async Task A_stopped_map_cancels_what_is_unfinished_and_releases_its_subcloud()
    {
        WriteInputs(3);
        var tasks = new FakeTasks(name => new(name)) { NeverEnds = true };
        var polled = new TaskCompletionSource();
        await using var facade = await FakeFacade.StartAsync((fake, context) =>
        {
            if (context.Request.Query.ContainsKey("batch")) polled.TrySetResult();
            return tasks.AnswerAsync(fake, context);
        });
        using var terminal = new TestTerminal();
        var running = terminal.RunAsync(Map(facade));
        await polled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        terminal.Stop.Raise(PosixSignal.SIGINT);
        Assert.Equal(130, await running);
        Assert.Equal(["task_0", "task_1", "task_2"], tasks.Cancelled.Order());
        Assert.Equal(["sc_own"], tasks.Released);
        Assert.Contains("0 of 3 results are in", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_of_the_facade_when_no_file_matches()
    {
        var tasks = new FakeTasks(name => new(name));
        await using var facade = await FakeFacade.StartAsync(tasks.AnswerAsync);
        using var terminal = new TestTerminal();
        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(Map(facade)));
        Assert.Empty(facade.Requests);
    }

    private void WriteInputs(int count)
    {
        for (var i = 0; i < count; i++) temp.File($"in/{i}.txt", $"text {i}");
    }

    private string[] Map(FakeFacade facade, params string[] more) => facade.Arguments(
        [
            "map", "--input", Path.Combine(temp.Path, "in", "*.txt"), "--output", Out,
            .. more, "--", "cat", "{in}",
        ]);
}
