namespace P2PCS.Host.Tests.Streams;

/// <summary>Tells when the reader of a stream has let go of it, and may be deaf to cancellation.
/// </summary>
public sealed class ClosingStream(Stream source, bool isDeaf = false) : Stream
{
    private readonly TaskCompletionSource closed = new();

    public Task Closed => closed.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        source.Read(buffer, offset, count);

    public override Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        source.ReadAsync(buffer, isDeaf ? default : cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        closed.TrySetResult();
        base.Dispose(disposing);
    }
}
