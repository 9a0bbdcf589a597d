using P2PCS.Protocol.Wire;

namespace P2PCS.Protocol;

/// <summary>
/// Everything a step of a node wants of the world. The shell must, in this order: make
/// <see cref="Records"/> durable, send <see cref="Sends"/>, carry out <see cref="Work"/>, tell
/// <see cref="Events"/>; then <see cref="Clear"/> it. Reused between steps, so a warmed step
/// allocates nothing.
/// </summary>
public sealed class Outbox
{
    private byte[] arena = new byte[16 * Limits.FrameBytes];
    private int used;
    private OutboxLane<OutboundFrame> sends = new(64);
    private OutboxLane<RecordWrite> records = new(16);
    private OutboxLane<WorkRequest> work = new(16);
    private OutboxLane<NodeEvent> events = new(64);

    /// <summary>Frames to send, in order; their bytes are at <see cref="BytesOf"/>.</summary>
    public ReadOnlySpan<OutboundFrame> Sends => sends.Items;

    /// <summary>Records to write or delete durably before anything is sent.</summary>
    public ReadOnlySpan<RecordWrite> Records => records.Items;

    /// <summary>What to do for task attempts.</summary>
    public ReadOnlySpan<WorkRequest> Work => work.Items;

    /// <summary>What happened.</summary>
    public ReadOnlySpan<NodeEvent> Events => events.Items;

    /// <summary>The bytes of a send or a record; valid until the next <see cref="Clear"/>.
    /// </summary>
    public ReadOnlyMemory<byte> BytesOf(ArenaRange range) =>
        arena.AsMemory(range.Start, range.Length);

    /// <summary>Opens a body that fits a datagram; end with Send or Write.</summary>
    public WireWriter Open() => Open(Frame.BodyBytes);

    /// <summary>Opens a body; end with Send or Write. A frame that fits no datagram goes by a
    /// stream: later, and lost as a datagram may be where the other cannot be reached so.
    /// </summary>
    /// <param name="size">Its longest length, 1 to <see cref="Frame.LargeBodyBytes"/> bytes.
    /// </param>
    public WireWriter Open(int size)
    {
        Invariant.Holds(size is > 0 and <= Frame.LargeBodyBytes);
        while (arena.Length - used < Frame.HeaderLength + size)
            Array.Resize(ref arena, 2 * arena.Length);
        return new WireWriter(arena.AsSpan(used + Frame.HeaderLength, size));
    }

    /// <summary>Sends what was written since <see cref="Open()"/> as one frame, no longer than
    /// <see cref="Frame.LongestOf"/> its kind.</summary>
    public void Send(PeerAddress to, MessageKind kind, in WireWriter body)
    {
        var range = new ArenaRange(used, Frame.HeaderLength + body.Length);
        Invariant.Holds(!to.IsNone && range.Length <= Frame.LongestOf(kind));
        arena[used] = (byte)kind;
        sends.Add(new OutboundFrame(to, kind, range));
        used += range.Length;
    }

    /// <summary>Writes what was written since <see cref="Open()"/> as a durable record.</summary>
    public void Write(RecordKind kind, UInt128 key, in WireWriter value)
    {
        records.Add(new RecordWrite(
            kind, key, new ArenaRange(used + Frame.HeaderLength, value.Length), Delete: false));
        used += Frame.HeaderLength + value.Length;
    }

    /// <summary>Deletes a durable record; one that does not exist is no error.</summary>
    public void Delete(RecordKind kind, UInt128 key) =>
        records.Add(new RecordWrite(kind, key, default, Delete: true));

    /// <summary>Asks the shell to do something for an attempt.</summary>
    public void Do(in WorkRequest request) => work.Add(request);

    /// <summary>Tells that something happened.</summary>
    public void Tell(in NodeEvent happened) => events.Add(happened);

    /// <summary>Empties it for the next step.</summary>
    public void Clear()
    {
        used = 0;
        sends.Clear();
        records.Clear();
        work.Clear();
        events.Clear();
    }
}
