using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Execution;

/// <summary>
/// What becomes of ranges of peers that this node is responsible for: each part of a range is
/// asked of a peer in it, again and of another where that one is silent, and each part's answer
/// is taken once.
/// </summary>
/// <param name="options">Parameters.</param>
/// <param name="roster">Who is there.</param>
/// <param name="self">The node itself.</param>
/// <param name="rng">A stream of its own.</param>
internal sealed class TreeWork(
    QueryKernelOptions options, PeerRoster roster, PeerId self, Rng rng)
{
    private readonly PriorityQueue<(Duty Duty, Part? Part), (long, long)> agenda = new();
    private readonly Dictionary<uint, (Duty Duty, Part Part)> open = [];
    private readonly DutyBook book = new(options);
    private Rng rng = rng;
    private uint numbers;
    private long sequence;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => agenda.TryPeek(out _, out (long Ticks, long) due)
        ? new Instant(due.Ticks)
        : Instant.Never;

    /// <summary>Ranges that are worked on or kept.</summary>
    public DutyBook Book => book;

    /// <summary>Called when a duty of this node's own queries has ended.</summary>
    public required Action<Instant, Duty, Outbox> Ended { get; init; }

    /// <summary>Cuts a duty's range and asks; ends it at once where there is nobody to ask.
    /// </summary>
    public void Begin(Instant now, Duty duty, Outbox outbox)
    {
        RangeCut.Into(duty.Parts, roster, (duty.Ask.Range, self), options.FanOut, ref rng);
        // Who has to wait for others says so at once, so that it is not given up.
        foreach ((PeerAddress to, uint number) in duty.Askers)
        {
            if (duty.Parts.Count == 0)
                break;
            Count(duty, QueryFrames.RefusalBytes);
            QueryFrames.Decline(to, (duty.Ask.Query, number), 0, outbox);
        }

        Open(now, duty, outbox);
    }

    /// <summary>Asks some peers of the roster alone, chosen at random.</summary>
    public void BeginSample(Instant now, Duty duty, int peers, Outbox outbox)
    {
        int[] places = new int[roster.Count];
        for (int i = 0; i < places.Length; i++)
            places[i] = i;
        for (int i = 0; i < Math.Min(peers, places.Length); i++)
        {
            int j = i + rng.Below(places.Length - i);
            (places[i], places[j]) = (places[j], places[i]);
            Digest id = roster.IdAt(places[i]);
            if (id != self.Hash)
                duty.Parts.Add(new Part(new IdRange(id, id), 1, 0));
        }

        Open(now, duty, outbox);
    }

    /// <summary>Ends a duty that asks nobody.</summary>
    public void Settle(Instant now, Duty duty, Outbox outbox) => End(now, duty, outbox);

    /// <summary>Presses for answers that are due, and ends what is over.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        while (NextDeadline <= now)
        {
            (Duty duty, Part? part) = agenda.Dequeue();
            if (duty.IsDone)
                book.Forget(now, duty);
            else if (part is null)
                End(now, duty, outbox);
            else if (!part.IsDone && part.Next <= now)
                Press(now, duty, part, outbox);
        }
    }

    /// <summary>Takes a part's answer.</summary>
    public Refusal Answered(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        var reader = new WireReader(body);
        UInt128 query = reader.U128();
        uint number = reader.U32();
        if (reader.HasFailed)
            return Refusal.BadBody;
        if (!Find(query, number, sender, out Duty duty, out Part part))
            return Refusal.Unexpected;
        QueryTally tally = QueryTally.Read(part.PeersMax, ref reader);
        Fold fold = Fold.Read(duty.Question, tally.Answered, ref reader);
        if (!reader.Complete)
            return Refusal.BadBody;
        duty.Note(now, part);
        if (part.Known == 1 && tally.Answered == 1 && part.Tries > 0)
            (tally.Alone, tally.AloneTries) = (1, (uint)Math.Min(part.Tries, options.TriesAtLoss));
        duty.Take(now, fold, tally);
        Close(now, duty, part, outbox);
        return Refusal.None;
    }

    /// <summary>A delegate says that it works (no reason) or that it does not.</summary>
    public Refusal Declined(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        var reader = new WireReader(body);
        UInt128 query = reader.U128();
        uint number = reader.U32();
        byte reason = reader.U8();
        reader.Require(reason <= (byte)QueryDenial.TooCostly);
        if (!reader.Complete)
            return Refusal.BadBody;
        if (!Find(query, number, sender, out Duty duty, out Part part))
            return Refusal.Unexpected;
        duty.Note(now, part);
        if (reason == 0)
        {
            part.Tries = 0;
            part.IsWorking = true;
            Put(duty, part, now + (2 * options.Patience) + part.RoundTrips);
            return Refusal.None;
        }

        part.Refused++;
        part.Tries = int.MaxValue;
        Press(now, duty, part, outbox);
        return Refusal.None;
    }

    private void Open(Instant now, Duty duty, Outbox outbox)
    {
        Schedule(duty, null, duty.Deadline);
        Refill(now, duty, outbox);
    }

    private void Refill(Instant now, Duty duty, Outbox outbox)
    {
        while (duty.Opened < duty.Parts.Count && duty.Opened - duty.Closed < options.Window)
        {
            Part part = duty.Parts[duty.Opened++];
            part.Number = ++numbers;
            open.Add(part.Number, (duty, part));
            part.Tries = int.MaxValue;
            Press(now, duty, part, outbox);
        }

        if (!duty.IsDone && duty.Closed == duty.Parts.Count)
            End(now, duty, outbox);
    }

    private void Press(Instant now, Duty duty, Part part, Outbox outbox)
    {
        // To give up one that works is to do its part again.
        int tries = duty.Tries(options) + (part.IsWorking ? 1 : 0);
        if (part.Tries >= tries && !Delegate(part))
        {
            duty.GiveUp(part);
            Close(now, duty, part, outbox);
            return;
        }

        part.Tries++;
        part.AskedAt = now;
        Ask(now, duty, part, outbox);
        Put(duty, part, now + duty.Patience(options) + part.RoundTrips);
    }

    private void Put(Duty duty, Part part, Instant next)
    {
        part.Next = next;
        Schedule(duty, part, next);
    }

    private void Schedule(Duty duty, Part? part, Instant due) =>
        agenda.Enqueue((duty, part), (due.Ticks, sequence++));

    // The next peer of the part: those that are well first.
    private bool Delegate(Part part)
    {
        (int first, int end) = roster.Find(part.Range);
        int count = end - first;
        while (part.Asked < Part.DelegatesMax && part.Looked < 2 * count)
        {
            int looked = part.Looked++;
            int handle = roster.HandleAt(first + ((part.Start + looked) % count));
            if (handle == PeerTable.NoHandle)
                continue;
            ref Peer peer = ref roster.Peers[handle];
            bool isTurn = peer.State == PeerState.Alive == looked < count;
            if (!isTurn || peer.Id == self || part.WasAsked(peer.Id))
                continue;
            part.Delegate(peer.Id, peer.Address, peer.RoundTrip);
            return true;
        }

        return false;
    }

    private void Ask(Instant now, Duty duty, Part part, Outbox outbox)
    {
        TimeSpan left = duty.Deadline - now;
        TimeSpan budget = left - options.Margin > left / 2 ? left - options.Margin : left / 2;
        QueryAsk ask = duty.Ask with
        {
            Number = part.Number,
            Range = part.Range,
            Budget = (ushort)Math.Clamp(budget.TotalMilliseconds, 1, ushort.MaxValue),
        };
        WireWriter writer = outbox.Open(QueryAsk.HeadLength + duty.Text.Length);
        ask.Write(ref writer, duty.Text);
        Count(duty, writer.Length);
        outbox.Send(part.To, MessageKind.QueryAsk, writer);
    }

    private static void Count(Duty duty, int bytes)
    {
        duty.Tally.Messages++;
        duty.Tally.Bytes += (uint)(bytes + Frame.HeaderLength);
    }

    private bool Find(
        UInt128 query, uint number, in Sender sender, out Duty duty, out Part part)
    {
        (duty, part) = open.GetValueOrDefault(number);
        return duty is not null && duty.Ask.Query == query && part.WasAsked(sender.Id);
    }

    private void Close(Instant now, Duty duty, Part part, Outbox outbox)
    {
        part.IsDone = true;
        open.Remove(part.Number);
        duty.Closed++;
        Refill(now, duty, outbox);
    }

    private void End(Instant now, Duty duty, Outbox outbox)
    {
        foreach (Part part in duty.Parts)
        {
            if (part.IsDone)
                continue;
            part.IsDone = true;
            open.Remove(part.Number);
            duty.Tally.Unheard += (uint)part.Known;
        }

        duty.IsDone = true;
        book.Settle(duty);
        if (duty.IsOrigin)
        {
            book.Remove(duty);
            Ended(now, duty, outbox);
            return;
        }

        bool isTwice = duty.SawLoss;
        Compose(now, duty, isTwice ? 2 : 1);
        // What took long to gather is sent twice at once where frames are lost: it is seldom,
        // and near the deadline there is no time to be asked again.
        for (int copies = isTwice ? 2 : 1; copies > 0; copies--)
        {
            foreach ((PeerAddress to, uint number) in duty.Askers)
                QueryFrames.Answer(duty, (to, number), outbox);
        }

        duty.KeepUntil = now + options.Keep;
        Schedule(duty, null, duty.KeepUntil);
        book.Keep(duty);
    }

    private void Compose(Instant now, Duty duty, int copies)
    {
        duty.Fold.Shrink(options.AnswerBytes - QueryFrames.HeadBytes - QueryTally.LengthMax);
        int room = QueryTally.LengthMax + duty.Fold.WireBytes;
        duty.SetAges(now);
        for (int i = 0; i < copies; i++)
            Count(duty, QueryFrames.HeadBytes + room);
        var buffer = new byte[room];
        var writer = new WireWriter(buffer);
        duty.Tally.Write(ref writer);
        duty.Fold.Write(ref writer);
        duty.Answer = buffer[..writer.Length];
    }
}
