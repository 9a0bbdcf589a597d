using P2PCS.Protocol;

namespace P2PCS.Membership.Epochs;

/// <summary>What became of the pushes of this epoch, so that one which arrives again is answered
/// again and never taken again.</summary>
internal sealed class PushMemory
{
    // Bounds of memory. Our guess: three times the exchanges that a peer takes in an epoch.
    private const int PushesMax = 256;

    // Our guess: a push is repeated within the time of as many others.
    private const int RepliesMax = 4;

    private readonly Dictionary<(PeerId From, uint Push), ExchangeOutcome> outcomes = [];
    private readonly Queue<((PeerId From, uint Push) Key, byte[] Values)> replies = new();

    /// <summary>Forgets all: another epoch begins.</summary>
    public void Clear()
    {
        outcomes.Clear();
        replies.Clear();
    }

    /// <summary>Whether a push was answered before.</summary>
    public bool Knows(PeerId from, uint push, out ExchangeOutcome outcome) =>
        outcomes.TryGetValue((from, push), out outcome);

    /// <summary>The values that a push was answered with; null where they are kept no more.
    /// </summary>
    public byte[]? ValuesFor(PeerId from, uint push)
    {
        foreach (((PeerId From, uint Push) key, byte[] values) in replies)
        {
            if (key == (from, push))
                return values;
        }

        return null;
    }

    /// <summary>Notes a push that was taken, and what it was answered with.</summary>
    public void NoteTaken(PeerId from, uint push, byte[] values)
    {
        outcomes[(from, push)] = ExchangeOutcome.Taken;
        if (replies.Count == RepliesMax)
            replies.Dequeue();
        replies.Enqueue(((from, push), values));
    }

    /// <summary>The push that was taken last was undone: it is answered no more.</summary>
    public void DropLast()
    {
        var older = replies.Take(replies.Count - 1).ToArray();
        replies.Clear();
        foreach (((PeerId From, uint Push) Key, byte[] Values) reply in older)
            replies.Enqueue(reply);
    }

    /// <summary>Notes a push that was not taken; as long as there is room.</summary>
    public void NoteBusy(PeerId from, uint push)
    {
        if (outcomes.Count < PushesMax)
            outcomes[(from, push)] = ExchangeOutcome.Busy;
    }
}
