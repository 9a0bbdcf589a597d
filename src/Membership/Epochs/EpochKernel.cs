using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>
/// Averages over all peers by exchanges with random partners, in epochs that all peers begin and
/// end together. What is averaged are the sheets of whoever derives from it.
/// </summary>
/// <remarks>
/// Source: Jelasity, Montresor, Babaoglu, "Gossip-based aggregation in large dynamic networks",
/// ACM TOCS 23(3), 2005. Differs from the paper: an exchange that had no reply is undone; epochs
/// are short while somebody watches and long else; what is told of epochs is bounded
/// (<see cref="EpochClock"/>).
/// </remarks>
public abstract class EpochKernel
{
    private const double AskCycles = 2;
    private const double FoundCycles = 4;

    private readonly EpochParts parts;
    private readonly EpochClock clock;
    private Rng rng;
    private Instant nextAsk = Instant.Never;
    private Instant foundAt = Instant.Never;

    /// <summary>A kernel that is in no epoch yet.</summary>
    /// <param name="parts">What its exchanges work with.</param>
    /// <param name="rng">Its own stream.</param>
    protected EpochKernel(EpochParts parts, Rng rng)
    {
        this.parts = parts;
        this.rng = rng;
        clock = new EpochClock(parts.Options);
    }

    /// <summary>Number of the epoch that runs; 0 while none is known.</summary>
    public ulong Epoch => clock.Number;

    /// <summary>Whether epochs are short now.</summary>
    public bool IsWatched => clock.IsWatched;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Min(clock.EndsAt, Instant.Min(nextAsk, foundAt));
            foreach (Exchange exchange in Exchanges)
                next = Instant.Min(next, exchange.NextDeadline);
            return next;
        }
    }

    /// <summary>One for each sheet, in the order of their numbers.</summary>
    protected abstract ReadOnlySpan<Exchange> Exchanges { get; }

    /// <summary>Which epoch it is.</summary>
    protected EpochClock Clock => clock;

    /// <summary>The own stream.</summary>
    protected ref Rng Draws => ref rng;

    /// <summary>Begins: looks for the cloud's epoch, and founds one where nobody knows any.
    /// </summary>
    public void Start(Instant now)
    {
        nextAsk = now + (parts.Options.Cycle * rng.Fraction());
        foundAt = now + (parts.Options.Cycle * FoundCycles * (1 + rng.Fraction()));
    }

    /// <summary>Somebody wishes to watch until a moment: epochs become short here at once, and
    /// everywhere by the exchanges. Longer wishes than
    /// <see cref="EpochOptions.WatchMax"/> count as that; repeat them.</summary>
    public void Watch(Instant now, Instant until) => clock.Watch(now, until);

    /// <summary>Does what is due.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (foundAt <= now || clock.EndsAt <= now)
        {
            Conclude();
            clock.Next(now);
            BeginEpoch(now);
        }

        if (nextAsk <= now)
            Ask(now, outbox);
        foreach (Exchange exchange in Exchanges)
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
        if (kind == parts.Kinds.Push)
            return TakePush(now, sender, body, outbox);
        if (kind == parts.Kinds.Reply)
            return TakeReply(now, sender, body, outbox);
        if (kind != parts.Kinds.Undo)
            return Refusal.UnknownKind;
        if (!UndoMessage.TryRead(body, out UndoMessage undo) || undo.Sheet >= Exchanges.Length)
            return Refusal.BadBody;
        if (undo.Epoch == clock.Number)
            Exchanges[undo.Sheet].Undo(sender.Id, undo.Sequence);
        return Refusal.None;
    }

    /// <summary>An epoch begins: the sheets take in the peer's own values, and the exchanges
    /// begin.</summary>
    protected abstract void Begin(Instant now);

    /// <summary>An epoch is over: what was averaged is the result, if it was mixed well enough.
    /// </summary>
    protected abstract void Conclude();

    private void BeginEpoch(Instant now)
    {
        nextAsk = Instant.Never;
        foundAt = Instant.Never;
        Begin(now);
    }

    private Refusal TakePush(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!ExchangeMessage.TryReadPush(
                body, out ExchangeMessage push, out ReadOnlySpan<byte> values)
            || push.Sheet >= Exchanges.Length)
        {
            return Refusal.BadBody;
        }

        Exchange exchange = Exchanges[push.Sheet];
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
        bool isRead = ExchangeMessage.TryReadReply(body, out ExchangeMessage reply,
            out ExchangeOutcome outcome, out ReadOnlySpan<byte> values);
        if (!isRead || reply.Sheet >= Exchanges.Length)
            return Refusal.BadBody;
        Exchange exchange = Exchanges[reply.Sheet];
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
        if (clock.IsMovedBy(now, word, IsAlone()))
        {
            Conclude();
            clock.Move(now, word);
            BeginEpoch(now);
        }
        else if (clock.TryHasten(now, word))
        {
            foreach (Exchange exchange in Exchanges)
                exchange.Pace(now, clock.Length, ref rng);
        }
    }

    private bool IsAlone()
    {
        foreach (Exchange exchange in Exchanges)
        {
            if (exchange.Completed > 0)
                return false;
        }

        return true;
    }

    private void Ask(Instant now, Outbox outbox)
    {
        nextAsk = now + rng.Jitter(parts.Options.Cycle * AskCycles);
        if (!parts.Partners.TryDraw(ref rng, out _, out PeerAddress address))
            return;
        WireWriter body = outbox.Open();
        new ExchangeMessage(clock.Word(now), 0, 0).Write(ref body);
        outbox.Send(address, parts.Kinds.Push, body);
    }
}
