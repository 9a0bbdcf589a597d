using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Epochs;

/// <summary>
/// One sheet's exchanges with random partners: at most one is open at a time, and while it is,
/// others are refused, so that each exchange happens as a whole or not at all.
/// </summary>
/// <remarks>Source: Jelasity, Montresor, Babaoglu, TOCS 23(3), 2005, fig. 2; the refusal and the
/// undo are design section 5 (atomic exchanges).</remarks>
/// <param name="number">Number of the sheet.</param>
/// <param name="perEpoch">Exchanges that this peer begins in an epoch.</param>
/// <param name="sheet">Its values.</param>
/// <param name="parts">What it works with.</param>
public sealed class Exchange(byte number, int perEpoch, Sheet sheet, EpochParts parts)
{
    // Three times what an honest cloud does in the mean.
    private const int TakenFactor = 3;

    private TimeSpan interval;
    private Instant nextPush = Instant.Never;
    private Instant replyDeadline;
    private PeerId partner;
    private PeerAddress partnerAddress;
    private readonly PushMemory memory = new();
    private bool isWaiting;
    private uint sequence;
    private int retriesLeft;
    private int repeatsLeft;
    private int taken;
    private PeerId lastFrom;
    private uint lastSequence;
    private bool canUndo;

    /// <summary>The sheet.</summary>
    public Sheet Sheet => sheet;

    /// <summary>Whether the sheet takes part in this epoch.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Exchanges of this epoch that were whole, both roles.</summary>
    public int Completed { get; private set; }

    /// <summary>Exchanges that this peer begins in an epoch.</summary>
    public int PerEpoch => perEpoch;

    /// <summary>Start of the epoch that the result is of; null while there is none.</summary>
    public Instant? AsOf { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline =>
        !IsActive ? Instant.Never : isWaiting ? replyDeadline : nextPush;

    /// <summary>Begins an epoch; what was open is forgotten.</summary>
    public void Begin(Instant now, bool isActive, TimeSpan length, ref Rng rng)
    {
        IsActive = isActive;
        Completed = 0;
        taken = 0;
        isWaiting = false;
        canUndo = false;
        lastFrom = PeerId.None;
        memory.Clear();
        Pace(now, length, ref rng);
    }

    /// <summary>Sets the epoch's length; the next push is at a random moment, so that peers which
    /// began together are not all busy at once.</summary>
    public void Pace(Instant now, TimeSpan length, ref Rng rng)
    {
        interval = length / PerEpoch;
        nextPush = now + (interval * rng.Fraction());
    }

    /// <summary>Takes the values as the result.</summary>
    public void Conclude(Instant asOf)
    {
        sheet.Conclude();
        AsOf = asOf;
    }

    /// <summary>Repeats a push or gives up on its reply, and begins an exchange, if due.
    /// </summary>
    public void Tick(Instant now, EpochClock clock, Outbox outbox, ref Rng rng)
    {
        if (!IsActive)
            return;
        if (isWaiting && replyDeadline <= now && repeatsLeft-- > 0)
        {
            Send(now, clock, outbox);
        }
        else if (isWaiting && replyDeadline <= now)
        {
            isWaiting = false;
            WireWriter body = outbox.Open();
            new UndoMessage(clock.Number, number, sequence).Write(ref body);
            outbox.Send(partnerAddress, parts.Kinds.Undo, body);
        }

        if (isWaiting || nextPush > now)
            return;
        nextPush = now + rng.Jitter(interval);
        retriesLeft = parts.Options.Retries;
        Push(now, clock, outbox, ref rng);
    }

    /// <summary>Answers a push that was read into the sheet.</summary>
    public void Answer(
        in Sender sender,
        uint push,
        ExchangeOutcome outcome,
        in EpochWord word,
        Outbox outbox)
    {
        if (outcome == ExchangeOutcome.Taken)
            outcome = Consider(sender.Id, push);
        ReadOnlySpan<byte> values = outcome == ExchangeOutcome.Taken
            ? memory.ValuesFor(sender.Id, push)
            : [];
        if (outcome == ExchangeOutcome.Taken && values.IsEmpty)
            return;
        WireWriter body = outbox.Open();
        new ExchangeMessage(word, number, push).Write(ref body);
        body.U8((byte)outcome);
        body.Bytes(values);
        outbox.Send(sender.Address, parts.Kinds.Reply, body);
    }

    /// <summary>Whether a reply is to the open push.</summary>
    public bool IsOpen(PeerId from, uint push) =>
        IsActive && isWaiting && partner == from && sequence == push;

    /// <summary>Ends the open push with a partner's values, which were read into the sheet.
    /// </summary>
    public void Close()
    {
        isWaiting = false;
        sheet.Merge();
        Completed++;
    }

    /// <summary>Ends the open push that came to nothing, and tries another partner.</summary>
    public void Fail(Instant now, EpochClock clock, Outbox outbox, ref Rng rng)
    {
        isWaiting = false;
        if (retriesLeft-- > 0)
            Push(now, clock, outbox, ref rng);
    }

    /// <summary>Takes a push back, if nothing happened since.</summary>
    public void Undo(PeerId from, uint push)
    {
        if (!IsActive || !canUndo || lastFrom != from || lastSequence != push)
            return;
        canUndo = false;
        memory.DropLast();
        sheet.Undo();
        Completed--;
    }

    private void Push(Instant now, EpochClock clock, Outbox outbox, ref Rng rng)
    {
        if (!parts.Partners.TryDraw(ref rng, out partner, out partnerAddress))
            return;
        sequence++;
        isWaiting = true;
        canUndo = false;
        repeatsLeft = parts.Options.Pushes - 1;
        Send(now, clock, outbox);
    }

    // While it waits its values stay, so what is sent again is the same.
    private void Send(Instant now, EpochClock clock, Outbox outbox)
    {
        TimeSpan cycle = parts.Options.Cycle;
        TimeSpan patience = parts.Options.ReplyPart * interval;
        patience = (patience < cycle ? patience : cycle) / parts.Options.Pushes;
        replyDeadline = now + patience;
        WireWriter body = outbox.Open();
        new ExchangeMessage(clock.Word(now), number, sequence).Write(ref body);
        sheet.Write(ref body);
        outbox.Send(partnerAddress, parts.Kinds.Push, body);
    }

    private ExchangeOutcome Consider(PeerId from, uint push)
    {
        if (memory.Knows(from, push, out ExchangeOutcome before))
            return before;
        if (isWaiting || taken >= TakenFactor * PerEpoch)
        {
            memory.NoteBusy(from, push);
            return ExchangeOutcome.Busy;
        }

        Take(from, push);
        return ExchangeOutcome.Taken;
    }

    private void Take(PeerId from, uint push)
    {
        sheet.Adopt();
        memory.NoteTaken(from, push, sheet);
        sheet.Keep();
        sheet.Merge();
        (lastFrom, lastSequence, canUndo) = (from, push, true);
        Completed++;
        taken++;
    }
}
