using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>
/// Aggregates over all peers' rows that every peer has at hand: by averaging with random partners
/// in epochs that all peers begin and end together.
/// </summary>
/// <remarks>
/// Source: Jelasity, Montresor, Babaoglu, "Gossip-based aggregation in large dynamic networks",
/// ACM TOCS 23(3), 2005. Differs from the paper: an exchange that had no reply is undone; epochs
/// are short while somebody watches and long else; what is told of epochs is bounded
/// (<see cref="EpochClock"/>).
/// </remarks>
public sealed partial class StandingKernel
{
    private const int Count = 0;
    private const int Moments = 1;
    private const int Labels = 2;
    private const int Histograms = 3;
    private const double AskCycles = 2;
    private const double FoundCycles = 4;

    private readonly StandingOptions options;
    private readonly Partners partners;
    private readonly EpochClock clock;
    private readonly SheetOf<InstanceMap> count;
    private readonly SheetOf<MomentTable> moments;
    private readonly SheetOf<LabelTable> labels;
    private readonly SheetOf<BucketTable> histograms;
    private readonly Exchange[] exchanges;
    private readonly StandingColumns columns = StandingColumns.OfPeers;
    private Rng rng;
    private Instant nextAsk = Instant.Never;
    private Instant foundAt = Instant.Never;
    private (double Peers, double Error) size;
    private ulong concludedEpoch;
    private StandingPicture? picture;

    /// <summary>A kernel that is in no epoch yet.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="partners">Where partners come from.</param>
    /// <param name="rng">Its own stream.</param>
    public StandingKernel(StandingOptions options, Partners partners, Rng rng)
    {
        this.options = options;
        this.partners = partners;
        this.rng = rng;
        clock = new EpochClock(options);
        History = new StandingHistory(options, columns);
        count = new SheetOf<InstanceMap>(() => new InstanceMap(), null);
        moments = new SheetOf<MomentTable>(() => new MomentTable(columns), columns.Fingerprint);
        labels = new SheetOf<LabelTable>(() => new LabelTable(columns), columns.Fingerprint);
        histograms = new SheetOf<BucketTable>(
            () => new BucketTable(columns), columns.Fingerprint);
        exchanges =
        [
            new Exchange(Count, count, options, partners),
            new Exchange(Moments, moments, options, partners),
            new Exchange(Labels, labels, options, partners),
            new Exchange(Histograms, histograms, options, partners),
        ];
    }

    /// <summary>This peer's own row of the table of machines; the shell sets it, and each epoch
    /// takes it in as it is at the epoch's start.</summary>
    public Row Own { get; set; } = EmptyRow.Instance;

    /// <summary>What was found earlier, for plots.</summary>
    public StandingHistory History { get; }

    /// <summary>Number of the epoch that runs; 0 while none is known.</summary>
    public ulong Epoch => clock.Number;

    /// <summary>Whether epochs are short now.</summary>
    public bool IsWatched => clock.IsWatched;

    /// <summary>Grows with every new picture.</summary>
    public long Version { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Min(clock.EndsAt, Instant.Min(nextAsk, foundAt));
            foreach (Exchange exchange in exchanges)
                next = Instant.Min(next, exchange.NextDeadline);
            return next;
        }
    }

    /// <summary>Begins: looks for the cloud's epoch, and founds one where nobody knows any.
    /// </summary>
    public void Start(Instant now)
    {
        nextAsk = now + (options.Cycle * rng.Fraction());
        foundAt = now + (options.Cycle * FoundCycles * (1 + rng.Fraction()));
    }

    /// <summary>Somebody wishes to watch until a moment: epochs become short here at once, and
    /// everywhere by the exchanges. Longer wishes than
    /// <see cref="StandingOptions.WatchMax"/> count as that; repeat them.</summary>
    public void Watch(Instant now, Instant until) => clock.Watch(now, until);

    /// <summary>Does what is due.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (foundAt <= now || clock.EndsAt <= now)
        {
            Conclude();
            clock.Next(now);
            Begin(now);
        }

        if (nextAsk <= now)
            Ask(now, outbox);
        foreach (Exchange exchange in exchanges)
            exchange.Tick(now, clock, outbox, ref rng);
    }

    /// <summary>Takes one message.</summary>
    /// <returns>Why it was refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now,
        in Sender sender,
        MessageKind kind,
        ReadOnlySpan<byte> body,
        Outbox outbox)
    {
        switch (kind)
        {
            case MessageKind.AggregatePush:
                return TakePush(now, sender, body, outbox);
            case MessageKind.AggregateReply:
                return TakeReply(now, sender, body, outbox);
            case MessageKind.AggregateUndo:
                if (!UndoMessage.TryRead(body, out UndoMessage undo))
                    return Refusal.BadBody;
                if (undo.Epoch == clock.Number)
                    exchanges[undo.Sheet].Undo(sender.Id, undo.Sequence);
                return Refusal.None;
            default:
                return Refusal.UnknownKind;
        }
    }

    private Refusal TakePush(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!AggregateMessage.TryReadPush(
            body, out AggregateMessage push, out ReadOnlySpan<byte> values))
        {
            return Refusal.BadBody;
        }

        Exchange exchange = exchanges[push.Sheet];
        bool isAsk = push.Epoch.Number == 0;
        bool isForeign = exchange.Sheet.IsForeign(values);
        if (!isAsk && !isForeign && !exchange.Sheet.TryRead(values))
            return Refusal.BadBody;
        Heed(now, push.Epoch);
        bool isHere = clock.IsIn && push.Epoch.Number == clock.Number && exchange.IsActive;
        ExchangeOutcome outcome = isForeign ? ExchangeOutcome.Foreign
            : isHere ? ExchangeOutcome.Taken : ExchangeOutcome.Elsewhere;
        if (!isAsk || clock.Number > 0)
            exchange.Answer(sender, push.Sequence, outcome, clock.Word(now), outbox);
        return Refusal.None;
    }

    private Refusal TakeReply(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        bool isRead = AggregateMessage.TryReadReply(body, out AggregateMessage reply,
            out ExchangeOutcome outcome, out ReadOnlySpan<byte> values);
        if (!isRead)
            return Refusal.BadBody;
        Exchange exchange = exchanges[reply.Sheet];
        if (clock.Number == 0 && reply.Sequence == 0)
        {
            Heed(now, reply.Epoch);
            return Refusal.None;
        }

        if (!exchange.IsOpen(sender.Id, reply.Sequence))
            return Refusal.Unexpected;
        bool isTaken = outcome == ExchangeOutcome.Taken;
        if (isTaken && (reply.Epoch.Number != clock.Number || !exchange.Sheet.TryRead(values)))
            return Refusal.BadBody;
        if (isTaken)
            exchange.Close();
        ulong before = clock.Number;
        Heed(now, reply.Epoch);
        if (!isTaken && clock.Number == before)
            exchange.Fail(now, clock, outbox, ref rng);
        return Refusal.None;
    }

    private void Heed(Instant now, in EpochWord word)
    {
        if (word.Watch > 0)
            clock.Watch(now, now + TimeSpan.FromSeconds(word.Watch));
        if (clock.IsMovedBy(now, word, exchanges[Count].Completed == 0))
        {
            Conclude();
            clock.Move(now, word);
            Begin(now);
        }
        else if (clock.TryHasten(now, word))
        {
            foreach (Exchange exchange in exchanges)
                exchange.Pace(now, clock.Length, ref rng);
        }
    }

    private void Ask(Instant now, Outbox outbox)
    {
        nextAsk = now + rng.Jitter(options.Cycle * AskCycles);
        if (!partners.TryDraw(ref rng, out _, out PeerAddress address))
            return;
        WireWriter body = outbox.Open();
        new AggregateMessage(clock.Word(now), 0, 0).Write(ref body);
        outbox.Send(address, MessageKind.AggregatePush, body);
    }

    private void Begin(Instant now)
    {
        nextAsk = Instant.Never;
        foundAt = Instant.Never;
        count.Own.Begin(options.Instances / ExpectedSize(), ref rng);
        moments.Own.Begin(Own);
        labels.Own.Begin(Own);
        histograms.Own.Begin(
            Own, exchanges[Moments].AsOf is null ? null : moments.Result);
        // In calm epochs the count always runs, and the others in turn.
        int turn = Moments + (int)(clock.Number % (AggregateMessage.Sheets - Moments));
        for (int i = 0; i < exchanges.Length; i++)
        {
            bool isDue = clock.IsWatched || i == Count || i == turn;
            exchanges[i].Begin(now, clock.IsIn && isDue, clock.Length, ref rng);
        }
    }

    // The last size known; a roster that is whole knows of a cloud that has shrunk.
    private double ExpectedSize()
    {
        double roster = partners.Count + 1;
        if (size.Peers < 1)
            return roster;
        return partners.AreAll ? Math.Min(roster, size.Peers) : size.Peers;
    }

    private void Conclude()
    {
        bool isConcluded = false;
        foreach (Exchange exchange in exchanges)
        {
            bool isMixed = partners.Count == 0 || 2 * exchange.Completed >= exchange.PerEpoch;
            bool isKnown = exchange != exchanges[Count] || count.Own.Count > 0;
            if (!exchange.IsActive || !isMixed || !isKnown)
                continue;
            exchange.Conclude(clock.Started);
            isConcluded = true;
        }

        if (!isConcluded)
            return;
        picture = null;
        Version++;
        concludedEpoch = clock.Number;
        if (exchanges[Count].AsOf != clock.Started || count.Result.Count == 0)
            return;
        size = count.Result.Estimate();
        History.Add(clock.Started, size, moments.Result);
    }
}
