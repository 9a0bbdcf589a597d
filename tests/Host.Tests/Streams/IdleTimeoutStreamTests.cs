using System.IO.Pipelines;
using P2PCS.Host.Streams;

namespace P2PCS.Host.Tests.Streams;

public sealed class IdleTimeoutStreamTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Pipe pipe = new();

    [Fact]
    public async Task A_source_that_falls_silent_is_given_up()
    {
        await using var stream = Impatient(TimeSpan.FromMilliseconds(50));
        await pipe.Writer.WriteAsync(new byte[] { 1, 2 });

        Assert.Equal(2, await stream.ReadAsync(new byte[10]).AsTask().WaitAsync(Deadline));
        var refused = await Assert.ThrowsAsync<IOException>(
            () => stream.ReadAsync(new byte[10]).AsTask().WaitAsync(Deadline));

        Assert.Contains("0.05 s", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_read_is_a_cancellation_and_no_silence()
    {
        await using var stream = Impatient(TimeSpan.FromMinutes(1));
        using var cancelled = new CancellationTokenSource();
        var read = stream.ReadAsync(new byte[10], cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(Deadline));
    }

    private IdleTimeoutStream Impatient(TimeSpan patience) =>
        new(pipe.Reader.AsStream(), patience);
}
