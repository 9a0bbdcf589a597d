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

    /// <summary>Who asked first, proved; the node itself for its own.</summary>
    public required PeerId From { get; init; }

    /// <summary>Whether a peer that is there had to be asked again.</summary>
    public bool SawLoss { get; private set; }

    /// <summary>The longest time that somebody took who was asked once.</summary>
    public TimeSpan Slowest { get; private set; }

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

    /// <summary>Notes how a part's delegate came to say something.</summary>
    public void Note(Instant now, Part part)
    {
        SawLoss |= part.Tries > 1;
        TimeSpan took = now - part.AskedAt;
        if (part.Tries == 1 && took > Slowest)
            Slowest = took;
    }

    /// <summary>How often a peer is asked before it counts as silent.</summary>
    public int Tries(QueryKernelOptions options) =>
        SawLoss ? options.TriesAtLoss : options.Tries;

    /// <summary>How long a peer may be silent before it is asked again: where frames are lost,
    /// twice what others took is long enough.</summary>
    public TimeSpan Patience(QueryKernelOptions options)
    {
        if (!SawLoss || Slowest == TimeSpan.Zero)
            return options.Patience;
        TimeSpan shorter = Slowest * 2;
        shorter = shorter > options.PatienceMin ? shorter : options.PatienceMin;
        return shorter < options.Patience ? shorter : options.Patience;
    }

    /// <summary>Counts a part for which nobody answers.</summary>
    public void GiveUp(Part part)
    {
        int known = Math.Max(part.Known, part.Asked);
        tally.Refused += (uint)part.Refused;
        tally.Silent += (uint)(part.Asked - part.Refused);
        tally.Unheard += (uint)(known - part.Asked);
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
