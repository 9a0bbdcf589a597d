using System.Buffers;
using System.Threading.Channels;
using P2PCS.Host.Sealing;
using P2PCS.Host.Storage;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>
/// The actor that owns a node: one mailbox for datagrams (bounded, the oldest are dropped), one for
/// frames that came by streams (bounded, more are refused), one for commands (bounded, callers
/// wait), one thread that steps the node and carries out its outbox. The clock is read once per
/// batch.
/// </summary>
public sealed class NodeActor : IDisposable
{
    private const int MailboxCapacity = 1024;
    private const int BatchMax = 256;
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(1);

    private readonly NodeActorParts parts;
    private readonly Outbox outbox = new();
    private readonly Queue<byte[]> own = new();
    private readonly Channel<Datagram> datagrams;
    private readonly Channel<Command> commands = Channel.CreateBounded<Command>(
        new BoundedChannelOptions(MailboxCapacity) { SingleReader = true });

    private readonly StreamedMail streamed;
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
        Sealing = parts.OpenChannel(Transmit);
        streamed = new StreamedMail(parts, Sealing, Traffic);
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

    /// <summary>What seals its frames. Touch it only from within <see cref="AskAsync"/>.</summary>
    public SealedChannel Sealing { get; }

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

    /// <summary>Puts a frame that came by a stream into the mailbox; never waits.</summary>
    /// <returns>False where that is full.</returns>
    public bool TryPost(StreamedFrame frame)
    {
        bool isTaken = streamed.TryPost(frame);
        if (isTaken)
            Wake();
        return isTaken;
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
        Sealing.Dispose();
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
        Instant due = Instant.Min(parts.Node.NextDeadline, Sealing.NextDeadline);
        TimeSpan nap = due == Instant.Never ? LongestNap : due - parts.Clock.Now;
        bool waiting = datagrams.Reader.Count > 0 || streamed.Count > 0
            || commands.Reader.Count > 0 || own.Count > 0;
        if (nap < TimeSpan.Zero || waiting)
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

        streamed.Deliver(now, outbox);
        for (int i = own.Count; i > 0; i--)
            node.Receive(now, Self, own.Dequeue(), outbox);
        while (answered.Count < BatchMax && commands.Reader.TryRead(out Command command))
        {
            answered.Add(command);
            command.Run(now, outbox);
        }

        if (node.NextDeadline <= now)
            node.Tick(now, outbox);
        if (Sealing.NextDeadline <= now)
            Sealing.Tick(now);
        CarryOut(now);
        if (Traffic.Mark(now))
            nursery.Tidy();
    }

    private Sender Self =>
        new(parts.Node.Self.Id, parts.Node.Self.Epoch, parts.Node.Self.Address);

    // Handshakes have no kind, and what was refused may lie about it.
    private void Take(Instant now, Datagram datagram)
    {
        var kind = MessageKind.None;
        ReadOnlySpan<byte> bytes = datagram.Buffer.AsSpan(0, datagram.Length);
        if (Sealing.TryOpen(
            now, datagram.From, bytes, out Sender sender, out ReadOnlySpan<byte> frame)
            && parts.Node.Receive(now, sender, frame, outbox) == Refusal.None)
        {
            kind = (MessageKind)frame[0];
        }

        Traffic.Received.Count(kind, datagram.Length);
    }

    private void Transmit(PeerAddress to, MessageKind kind, ReadOnlySpan<byte> datagram)
    {
        parts.Send(to, datagram);
        Traffic.Sent.Count(kind, datagram.Length);
    }

    // In the order that Outbox asks for: durable first, then sent, then done, then told. Readers
    // see the new picture before others can act on what is sent.
    private void CarryOut(Instant now)
    {
        Save();
        Publish(now);
        foreach (ref readonly OutboundFrame frame in outbox.Sends)
        {
            // A machine may work for its own node: what it says to itself goes nowhere.
            if (frame.To == parts.Node.Self.Address)
                own.Enqueue(outbox.BytesOf(frame.Bytes).ToArray());
            else if (frame.Bytes.Length > Limits.FrameBytes)
                streamed.Send(now, frame, outbox);
            else
                Sealing.Seal(now, frame.To, outbox.BytesOf(frame.Bytes).Span);
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
        parts.Publish(parts.Node, Sealing.Counts, now);
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
