using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>The responsibility of this node for a range of peers in a query.</summary>
/// <param name="ask">What was asked.</param>
/// <param name="question">The same, understood.</param>
/// <param name="began">When.</param>
/// <param name="deadline">When it is answered with what there is.</param>
internal sealed class Duty(QueryAsk ask, Question question, Instant began, Instant deadline)
{
    private const int AskersMax = 4;

    private readonly List<(PeerAddress To, uint Number)> askers = [];

    public QueryAsk Ask => ask;

    public Question Question => question;

    public Instant Began { get; } = began;

    public Instant Deadline => deadline;

    /// <summary>Whether the query began here.</summary>
    public bool IsOrigin { get; init; }

    /// <summary>The text on the wire.</summary>
    public required byte[] Text { get; init; }

    public Fold Fold { get; } = new(question);

    public List<Part> Parts { get; } = [];

    /// <summary>Parts that were asked for.</summary>
    public int Opened { get; set; }

    public int Closed { get; set; }

    /// <summary>When the oldest and the newest row was read.</summary>
    public Instant Oldest { get; private set; } = began;

    public Instant Newest { get; private set; } = began;

    /// <summary>The answer's bytes without the asker's number, once there is one.</summary>
    public byte[]? Answer { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Until when its answer is kept.</summary>
    public Instant KeepUntil { get; set; }

    /// <summary>Whom to answer.</summary>
    public IReadOnlyList<(PeerAddress To, uint Number)> Askers => askers;

    public ref QueryTally Tally => ref tally;

    private QueryTally tally;

    public void Hear(PeerAddress to, uint number)
    {
        if (askers.Contains((to, number)))
            return;
        if (askers.Count == AskersMax)
            askers.RemoveAt(0);
        askers.Add((to, number));
    }

    /// <summary>Takes a part's answer.</summary>
    public void Take(Instant now, Fold fold, in QueryTally part)
    {
        Fold.Merge(fold);
        tally.Add(part);
        Instant oldest = now - TimeSpan.FromMilliseconds(part.OldestAge);
        Instant newest = now - TimeSpan.FromMilliseconds(part.NewestAge);
        Oldest = Instant.Min(Oldest, oldest);
        Newest = newest > Newest ? newest : Newest;
    }

    public void SetAges(Instant now)
    {
        tally.OldestAge = Milliseconds(now - Oldest);
        tally.NewestAge = Math.Min(Milliseconds(now - Newest), tally.OldestAge);
    }

    private static uint Milliseconds(TimeSpan span) =>
        (uint)Math.Clamp(span.TotalMilliseconds, 0, 1 << 30);
}
