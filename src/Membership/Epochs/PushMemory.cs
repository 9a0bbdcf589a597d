using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>What became of the pushes of this epoch, so that one which arrives again is answered
/// again and never taken again.</summary>
internal sealed class PushMemory
{
    // Bounds of memory. Our guess: three times the exchanges that a peer takes in an epoch.
    private const int PushesMax = 256;

    // Our guess: a push is repeated within the time of as many others.
    private const uint RepliesMax = 4;

    private readonly Dictionary<(PeerId From, uint Push), ExchangeOutcome> outcomes = [];
    private readonly Reply[] replies = new Reply[RepliesMax];
    private uint written;

    /// <summary>Forgets all: another epoch begins.</summary>
    public void Clear()
    {
        outcomes.Clear();
        foreach (ref Reply reply in replies.AsSpan())
            reply.Length = 0;
    }

    /// <summary>Whether a push was answered before.</summary>
    public bool Knows(PeerId from, uint push, out ExchangeOutcome outcome) =>
        outcomes.TryGetValue((from, push), out outcome);

    /// <summary>The values that a push was answered with; empty where they are kept no more.
    /// </summary>
    public ReadOnlySpan<byte> ValuesFor(PeerId from, uint push)
    {
        foreach (ref Reply reply in replies.AsSpan())
        {
            if (reply.Length > 0 && reply.From == from && reply.Push == push)
                return reply.Values.AsSpan(0, reply.Length);
        }

        return [];
    }

    /// <summary>Notes a push that is taken, and what it is answered with.</summary>
    public void NoteTaken(PeerId from, uint push, Sheet answer)
    {
        outcomes[(from, push)] = ExchangeOutcome.Taken;
        ref Reply reply = ref replies[written++ % RepliesMax];
        (reply.From, reply.Push) = (from, push);
        reply.Values ??= new byte[Limits.FrameBytes];
        var writer = new WireWriter(reply.Values);
        answer.Write(ref writer);
        reply.Length = writer.Length;
    }

    /// <summary>The push that was taken last was undone: it is answered no more.</summary>
    public void DropLast() => replies[(written - 1) % RepliesMax].Length = 0;

    /// <summary>Notes a push that was not taken; as long as there is room.</summary>
    public void NoteBusy(PeerId from, uint push)
    {
        if (outcomes.Count < PushesMax)
            outcomes[(from, push)] = ExchangeOutcome.Busy;
    }

    private struct Reply
    {
        public PeerId From;
        public uint Push;
        public byte[]? Values;
        public int Length;
    }
}
