using P2PCS.Protocol;

namespace P2PCS.Host.Readings;

/// <summary>The last events of this node, oldest first. Any thread may call it.</summary>
public sealed class EventLog
{
    /// <summary>Most events kept. Our guess: hours of a calm peer.</summary>
    public const int CountMax = 1000;

    private readonly Queue<EventLine> lines = new();
    private readonly Lock gate = new();
    private long number;

    /// <summary>Notes an event; the oldest one goes when there are too many.</summary>
    public void Note(DateTimeOffset at, in NodeEvent happened)
    {
        lock (gate)
        {
            if (lines.Count == CountMax)
                lines.Dequeue();
            lines.Enqueue(new EventLine(++number, at, happened));
        }
    }

    /// <summary>The events now.</summary>
    public EventLine[] Lines()
    {
        lock (gate)
            return [.. lines];
    }
}

/// <summary>An event and when it was told.</summary>
/// <param name="Number">Counts the node's events since its start, from 1.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Happened">What.</param>
public sealed record EventLine(long Number, DateTimeOffset At, NodeEvent Happened);
