namespace P2PCS.Host.Shell;

/// <summary>Counts datagrams. Written by the node's and the socket's thread, read by any.</summary>
public sealed class Traffic
{
    private long sentFrames;
    private long sentBytes;
    private long receivedFrames;
    private long receivedBytes;
    private long dropped;

    /// <summary>Datagrams sent.</summary>
    public long SentFrames => Interlocked.Read(ref sentFrames);

    /// <summary>Bytes sent.</summary>
    public long SentBytes => Interlocked.Read(ref sentBytes);

    /// <summary>Datagrams the node took, refused ones included.</summary>
    public long ReceivedFrames => Interlocked.Read(ref receivedFrames);

    /// <summary>Bytes the node took, refused ones included.</summary>
    public long ReceivedBytes => Interlocked.Read(ref receivedBytes);

    /// <summary>Datagrams dropped because the mailbox was full.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    internal void Sent(int bytes)
    {
        Interlocked.Increment(ref sentFrames);
        Interlocked.Add(ref sentBytes, bytes);
    }

    internal void Received(int bytes)
    {
        Interlocked.Increment(ref receivedFrames);
        Interlocked.Add(ref receivedBytes, bytes);
    }

    internal void Drop() => Interlocked.Increment(ref dropped);
}
