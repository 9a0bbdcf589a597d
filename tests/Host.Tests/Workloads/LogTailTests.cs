using System.Text;
using P2PCS.Host.Workloads;

namespace P2PCS.Host.Tests.Workloads;

public sealed class LogTailTests : IDisposable
{
    private readonly Attempt attempt = new();

    public void Dispose() => attempt.Dispose();

    [SandboxFact]
    public async Task A_follower_sees_lines_while_the_command_runs()
    {
        var workload = attempt.Start("sh", "-c", "echo one; sleep 0.5; echo two");
        await using var tail = LogTail.Open(workload.StdoutFile, workload.Completion, follow: true);
        using var reader = new StreamReader(tail);
        Assert.Equal("one", await reader.ReadLineAsync().WaitAsync(Attempt.Deadline));
        Assert.False(workload.Completion.IsCompleted);
        Assert.Equal("two", await reader.ReadLineAsync().WaitAsync(Attempt.Deadline));
        Assert.Null(await reader.ReadLineAsync().WaitAsync(Attempt.Deadline));
        Assert.True(workload.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_waiting_read_returns_after_a_write()
    {
        string file = Path.Combine(attempt.Root, "log");
        await using var writer =
            new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        var ended = new TaskCompletionSource();
        await using var tail = LogTail.Open(file, ended.Task, follow: true);
        byte[] buffer = new byte[16];
        var read = tail.ReadAsync(buffer).AsTask();
        Assert.False(read.IsCompleted);
        writer.Write("abc"u8);
        writer.Flush();
        Assert.Equal(3, await read.WaitAsync(Attempt.Deadline));
        var last = tail.ReadAsync(buffer).AsTask();
        ended.SetResult();
        Assert.Equal(0, await last.WaitAsync(Attempt.Deadline));
    }

    [Fact]
    public async Task Without_following_the_stream_ends_where_the_file_ends()
    {
        string file = Path.Combine(attempt.Root, "log");
        File.WriteAllText(file, "abc");
        var never = new TaskCompletionSource();
        await using var tail = LogTail.Open(file, never.Task, follow: false);
        using var reader = new StreamReader(tail, Encoding.UTF8);
        Assert.Equal("abc", await reader.ReadToEndAsync().WaitAsync(Attempt.Deadline));
    }

    [Fact]
    public async Task A_waiting_read_can_be_cancelled()
    {
        string file = Path.Combine(attempt.Root, "log");
        File.WriteAllText(file, "");
        using var stop = new CancellationTokenSource();
        await using var tail = LogTail.Open(file, new TaskCompletionSource().Task, follow: true);
        var read = tail.ReadAsync(new byte[1], stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => read.WaitAsync(Attempt.Deadline));
    }
}
