using System.Buffers;
using System.Threading.Channels;
using P2PCS.Host.Storage;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>
/// The actor that owns a node: one mailbox for datagrams (bounded, the oldest are dropped), one for
/// commands (bounded, callers wait), one thread that steps the node and carries out its outbox.
/// The clock is read once per batch.
/// </summary>
public sealed class NodeActor : IDisposable
{
    private const int MailboxCapacity = 1024;
    private const int BatchMax = 256;
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(1);

    private readonly NodeActorParts parts;
    private readonly Outbox outbox = new();
    private readonly byte[] buffer = new byte[Envelope.HeaderLength + Limits.FrameBytes];
    private readonly Channel<Datagram> datagrams;
    private readonly Channel<Command> commands = Channel.CreateBounded<Command>(
        new BoundedChannelOptions(MailboxCapacity) { SingleReader = true });

    private readonly SemaphoreSlim wake = new(0);
    private readonly List<Command> answered = [];
    private readonly Nursery nursery = new();
    private readonly Thread thread;
    private readonly TaskCompletionSource completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long publishedVersion = -1;
    private Instant publishedAt;
    private volatile bool stopping;

    /// <summary>An actor that does nothing until <see cref="Start"/>.</summary>
    public NodeActor(NodeActorParts parts)
    {
        this.parts = parts;
        datagrams = Channel.CreateBounded<Datagram>(
            new BoundedChannelOptions(MailboxCapacity)
            {
                SingleReader = true,
                SingleWriter = true,
                FullMode = BoundedChannelFullMode.DropOldest,
            },
            Drop);
        thread = new Thread(Run) { Name = "node", IsBackground = true };
    }

    /// <summary>Datagram counts; written by the node's thread, read by any.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>Completes after a stop; faults if the node broke, which ends the peer.</summary>
    public Task Completion => completion.Task;

    /// <summary>Completes at the next change a picture would show.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    /// <summary>Starts the node and the thread that steps it.</summary>
    public void Start(IReadOnlyList<PeerAddress> contacts, IReadOnlyList<StoredRecord> records)
    {
        parts.Node.Start(parts.Clock.Now, [.. contacts], records, outbox);
        thread.Start();
    }

    /// <summary>Puts a datagram into the mailbox; never waits.</summary>
    public void Post(Datagram datagram)
    {
        if (datagrams.Writer.TryWrite(datagram))
            Wake();
        else
            Drop(datagram);
    }

    /// <summary>Runs a command on the node's thread and answers once its effects are durable,
    /// sent and published.</summary>
    /// <exception cref="ObjectDisposedException">The node has stopped.</exception>
    public async Task<T> AskAsync<T>(Func<PeerNode, Instant, Outbox, T> command)
    {
        var answer = new TaskCompletionSource<T>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;
        var entry = new Command(
            (now, box) => result = command(parts.Node, now, box),
            () => answer.TrySetResult(result),
            () => answer.TrySetException(new ObjectDisposedException("the node")));
        try
        {
            await commands.Writer.WriteAsync(entry);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException("the node");
        }

        Wake();
        return await answer.Task;
    }

    /// <summary>Lets the node give everything back and say goodbye, then ends the thread.</summary>
    public void Dispose()
    {
        stopping = true;
        Wake();
        if (thread.IsAlive)
            thread.Join();
        wake.Dispose();
    }

    private void Wake()
    {
        if (wake.CurrentCount == 0 && !completion.Task.IsCompleted)
            wake.Release();
    }

    private void Run()
    {
        try
        {
            while (!stopping)
            {
                Step(parts.Clock.Now);
                wake.Wait(NapLength());
            }

            parts.Node.Stop(parts.Clock.Now, outbox);
            CarryOut(parts.Clock.Now);
            completion.TrySetResult();
        }
        catch (Exception broken)
        {
            // A broken invariant or disk must end the peer: the agent waits for Completion.
            completion.TrySetException(broken);
        }
        finally
        {
            commands.Writer.TryComplete();
            foreach (Command command in answered)
                command.Refuse();
            while (commands.Reader.TryRead(out Command command))
                command.Refuse();
        }
    }

    private TimeSpan NapLength()
    {
        TimeSpan nap = parts.Node.NextDeadline == Instant.Never
            ? LongestNap
            : parts.Node.NextDeadline - parts.Clock.Now;
        if (nap < TimeSpan.Zero || datagrams.Reader.Count > 0 || commands.Reader.Count > 0)
            return TimeSpan.Zero;

        // Rounded up: waking a moment early would only mean to wait again.
        nap = TimeSpan.FromMilliseconds(Math.Ceiling(nap.TotalMilliseconds));
        return nap < LongestNap ? nap : LongestNap;
    }

    private void Step(Instant now)
    {
        PeerNode node = parts.Node;
        for (int i = 0; i < BatchMax && datagrams.Reader.TryRead(out Datagram datagram); i++)
        {
            Take(now, datagram);
            ArrayPool<byte>.Shared.Return(datagram.Buffer);
        }

        while (answered.Count < BatchMax && commands.Reader.TryRead(out Command command))
        {
            answered.Add(command);
            command.Run(now, outbox);
        }

        if (node.NextDeadline <= now)
            node.Tick(now, outbox);
        CarryOut(now);
        if (Traffic.Mark(now))
            nursery.Tidy();
    }

    // What was refused may lie about its kind.
    private void Take(Instant now, Datagram datagram)
    {
        var kind = MessageKind.None;
        ReadOnlySpan<byte> all = datagram.Buffer.AsSpan(0, datagram.Length);
        if (Envelope.TryOpen(
            datagram.From, all, out Sender sender, out ReadOnlySpan<byte> frame)
            && parts.Node.Receive(now, sender, frame, outbox) == Refusal.None)
        {
            kind = (MessageKind)frame[0];
        }

        Traffic.Received.Count(kind, datagram.Length);
    }

    // In the order that Outbox asks for: durable first, then sent, then done, then told. Readers
    // see the new picture before others can act on what is sent.
    private void CarryOut(Instant now)
    {
        Save();
        Publish(now);
        foreach (ref readonly OutboundFrame frame in outbox.Sends)
        {
            ReadOnlySpan<byte> bytes = outbox.BytesOf(frame.Bytes).Span;
            NodeIdentity self = parts.Node.Self;
            int length = Envelope.Write(self.Id, self.Epoch, bytes, buffer);
            parts.Send(frame.To, buffer.AsSpan(0, length));
            Traffic.Sent.Count(frame.Kind, length);
        }

        foreach (ref readonly WorkRequest request in outbox.Work)
            parts.Work(request);
        foreach (ref readonly NodeEvent happened in outbox.Events)
            parts.Tell(happened);
        outbox.Clear();
        foreach (Command command in answered)
            command.Answer();
        answered.Clear();
    }

    private void Save()
    {
        if (outbox.Records.IsEmpty)
            return;
        var writes = new JournalWrite[outbox.Records.Length];
        for (int i = 0; i < writes.Length; i++)
        {
            RecordWrite record = outbox.Records[i];
            writes[i] = new JournalWrite(
                (byte)record.Kind, record.Key, outbox.BytesOf(record.Bytes), record.Delete);
        }

        parts.Save(writes);
    }

    private void Publish(Instant now)
    {
        bool same = parts.Node.Version == publishedVersion;
        if (same && now - publishedAt < LongestNap)
            return;
        publishedVersion = parts.Node.Version;
        publishedAt = now;
        parts.Publish(parts.Node, now);
        if (same)
            return;
        TaskCompletionSource before = Interlocked.Exchange(
            ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        before.TrySetResult();
    }

    private void Drop(Datagram datagram)
    {
        Traffic.Drop();
        ArrayPool<byte>.Shared.Return(datagram.Buffer);
    }

    private readonly record struct Command(
        Action<Instant, Outbox> Run, Action Answer, Action Refuse);
}
