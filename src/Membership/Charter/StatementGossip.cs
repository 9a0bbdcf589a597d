using System.Numerics;
using System.Security.Cryptography;
using P2PCS.Membership.Admission;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Charter;

/// <summary>
/// Spreads statements to every member: a new one is pushed at once to a few random peers, and then
/// to one more in each of about log n paces; and now and then a random peer is told in one number
/// what this one has, so that whoever missed the push gets it from anybody.
/// </summary>
/// <remarks>
/// Source: Demers et al., "Epidemic algorithms for replicated database maintenance", PODC 1987:
/// rumour mongering backed by anti-entropy, section 1.5. Differs from the paper: a rumour ends by
/// count, not by meeting those who know it.
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="self">This peer, which tells itself nothing.</param>
/// <param name="register">Says which cloud, and has its statements, to which this adds.</param>
/// <param name="peers">To whom to spread; read only.</param>
/// <param name="rng">A stream of its own.</param>
public sealed class StatementGossip(
    CharterOptions options,
    PeerId self,
    MemberRegister register,
    PeerTable peers,
    Rng rng)
{
    private readonly StatementSet statements = register.Statements;
    private readonly List<Rumour> rumours = [];
    private Rng rng = rng;
    private Instant nextDigest = Instant.Never;
    private Instant nextPush = Instant.Never;
    private Instant nextList;
    private readonly SenderBudgets budgets = new(options);

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => Instant.Min(nextDigest, nextPush);

    /// <summary>Begins; what was restored is not pushed again.</summary>
    public void Start(Instant now) => nextDigest = now;

    /// <summary>Takes back a record; one that is not valid for this cloud is left out. Its time
    /// was right when it came, so a clock set back since loses no ban.</summary>
    public void Restore(ReadOnlySpan<byte> bytes)
    {
        if (Statement.Verify(bytes, register.Cloud, uint.MaxValue, out Statement? said)
            == AdmissionRefusal.None)
        {
            statements.Add(said!, out _);
        }
    }

    /// <summary>Takes in and spreads a statement made here; false where it is known or there is
    /// no room.</summary>
    public bool Issue(Instant now, Statement statement, Outbox outbox)
    {
        bool added = TryAdd(statement, outbox);
        if (added)
            Spread(now, statement, outbox);
        return added;
    }

    /// <summary>Pushes what is new, and compares with a random peer when it is time.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (now >= nextPush)
            Push(now, outbox);
        if (now < nextDigest)
            return;

        // Until it knows somebody, it looks at every pace, to hear of bans before anything else.
        nextDigest = now + options.Pace;
        if (PickAlive() is not { IsNone: false } to)
            return;
        nextDigest = now + rng.Jitter(options.Cycle);
        SendDigest(to, outbox);
    }

    /// <summary>Takes a frame of kinds 12 to 15.</summary>
    /// <returns>Why it is refused.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        SenderBudget? budget = budgets.Of(now, sender.Id);
        if (budget is null || budget.IsMuted(now))
            return Refusal.TooMany;
        switch (kind)
        {
            case MessageKind.CharterDigest:
                return TakeDigest(now, sender, body, outbox);
            case MessageKind.CharterList:
                return budget.Servable(now) > 0
                    ? TakeList(now, sender, body, outbox)
                    : Refusal.TooMany;
            case MessageKind.CharterWant:
                if (!CharterMessages.TryReadWant(body, out ulong[] wanted))
                    return Refusal.BadBody;
                return Serve(now, sender, wanted, outbox);
            default:
                return TakeStatements(now, budget, body, outbox);
        }
    }

    private Refusal Serve(
        Instant now, in Sender sender, IEnumerable<ulong> names, Outbox outbox)
    {
        SenderBudget? budget = budgets.Of(now, sender.Id);
        int most = budget?.Servable(now) ?? 0;
        if (most == 0)
            return Refusal.TooMany;
        budget!.Served(Send(sender.Address, statements.Named(names).Take(most), outbox));
        return Refusal.None;
    }

    private Refusal TakeDigest(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!CharterMessages.TryReadDigest(body, out ulong fingerprint, out int count))
            return Refusal.BadBody;
        if (fingerprint == statements.Fingerprint && count == statements.Count)
            return Refusal.None;
        if (now < nextList)
            return Refusal.TooMany;
        nextList = now + (options.Pace / 10);
        SendLists(sender.Address, outbox);
        return Refusal.None;
    }

    // All names, in as many pages as they need; together the pages' ranges cover everything.
    private void SendLists(PeerAddress to, Outbox outbox)
    {
        ulong[] names = statements.Names();
        ulong first = 0;
        for (int start = 0; start == 0 || start < names.Length;
            start += CharterMessages.NamesMax)
        {
            int length = Math.Min(CharterMessages.NamesMax, names.Length - start);
            bool isLast = start + length == names.Length;
            ulong last = isLast ? ulong.MaxValue : names[start + length - 1];
            WireWriter body = outbox.Open();
            CharterMessages.WriteList(ref body, first, last, names.AsSpan(start, length));
            outbox.Send(to, MessageKind.CharterList, body);
            first = last + 1;
        }
    }

    private Refusal TakeList(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!CharterMessages.TryReadList(
            body, out ulong first, out ulong last, out ulong[] theirs))
        {
            return Refusal.BadBody;
        }

        ulong[] own = [.. statements.Names().Where(name => name >= first && name <= last)];
        Serve(now, sender, own.Except(theirs), outbox);
        ulong[] missing = [.. theirs.Except(own).Order()];
        if (missing.Length == 0)
            return Refusal.None;
        WireWriter want = outbox.Open();
        CharterMessages.WriteWant(ref want, missing);
        outbox.Send(sender.Address, MessageKind.CharterWant, want);
        return Refusal.None;
    }

    // All are verified before any counts, so that a refused frame changes nothing.
    private Refusal TakeStatements(
        Instant now, SenderBudget budget, ReadOnlySpan<byte> body, Outbox outbox)
    {
        Span<Range> parts = stackalloc Range[CharterMessages.StatementsMax];
        if (!CharterMessages.TryReadStatements(body, parts, out int count))
            return Refusal.BadBody;
        if (!budget.MayCheck(now))
            return Refusal.TooMany;
        var news = new List<Statement>();
        for (int i = 0; i < count; i++)
        {
            Refusal refusal = Check(now, budget, body[parts[i]], news);
            if (refusal != Refusal.None)
                return refusal;
        }

        Statement[] added = [.. news.Where(statement => TryAdd(statement, outbox))];
        foreach (Statement statement in added)
            Spread(now, statement, outbox);
        if (added.Length > 0)
            nextDigest = Instant.Min(nextDigest, now + options.Pace);
        return Refusal.None;
    }

    private Refusal Check(
        Instant now, SenderBudget budget, ReadOnlySpan<byte> bytes, List<Statement> news)
    {
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(bytes, hash);
        if (statements.Contains(Digest.Read(hash)))
            return Refusal.None;
        budget.Checked();
        AdmissionRefusal refusal = Statement.Verify(
            bytes, register.Cloud, Seconds(now), out Statement? statement);
        if (statement is not null)
            news.Add(statement);

        // One of the future is left for later: it is this clock, or the other, that is wrong.
        if (refusal is AdmissionRefusal.None or AdmissionRefusal.NotYetValid)
            return Refusal.None;

        // Whoever passes statements on has verified them, so this one lies.
        budget.Mute(now);
        return Refusal.BadBody;
    }

    private bool TryAdd(Statement statement, Outbox outbox)
    {
        bool added = statements.Add(statement, out Statement? dropped);
        if (dropped is not null && dropped != statement)
            outbox.Delete(RecordKind.Statement, KeyOf(dropped));
        if (!added)
            return false;
        WireWriter value = outbox.Open();
        value.Bytes(statement.Bytes.Span);
        outbox.Write(RecordKind.Statement, KeyOf(statement), value);
        outbox.Tell(new NodeEvent(
            NodeEventKind.StatementLearned,
            statement.Content.Peer,
            KeyOf(statement),
            (long)statement.Content.Kind));
        return true;
    }

    // Only after all that came with it was added: a ban beside a new key counts before the key
    // goes on.
    private void Spread(Instant now, Statement statement, Outbox outbox)
    {
        for (int i = 0; i < options.Fanout; i++)
        {
            if (PickAlive() is { IsNone: false } to)
                Send(to, [statement], outbox);
        }

        rumours.Add(new Rumour(statement, 2 + BitOperations.Log2((uint)peers.Count + 1)));
        nextPush = Instant.Min(nextPush, now + rng.Jitter(options.Pace));
    }

    private void Push(Instant now, Outbox outbox)
    {
        nextPush = now + rng.Jitter(options.Pace);
        PeerAddress to = PickAlive();
        if (!to.IsNone)
        {
            Send(to, rumours.Select(rumour => rumour.Statement), outbox);
            for (int i = 0; i < rumours.Count; i++)
                rumours[i] = rumours[i] with { Repeats = rumours[i].Repeats - 1 };
            rumours.RemoveAll(rumour => rumour.Repeats == 0);
        }

        if (rumours.Count == 0)
            nextPush = Instant.Never;
    }

    private int Send(PeerAddress to, IEnumerable<Statement> all, Outbox outbox) =>
        StatementFrames.Send(to, all, statements, outbox);

    private void SendDigest(PeerAddress to, Outbox outbox)
    {
        WireWriter body = outbox.Open();
        CharterMessages.WriteDigest(ref body, statements.Fingerprint, statements.Count);
        outbox.Send(to, MessageKind.CharterDigest, body);
    }

    // From a random row on, the first other member that answers; none where nobody does.
    private PeerAddress PickAlive()
    {
        if (peers.End == 0)
            return default;
        int first = rng.Below(peers.End);
        for (int step = 0; step < peers.End; step++)
        {
            int handle = (first + step) % peers.End;
            if (peers.IsTaken(handle) && peers[handle].State == PeerState.Alive
                && peers[handle].Id != self
                && register.RefusalOf(peers[handle].Id) == AdmissionRefusal.None)
            {
                return peers[handle].Address;
            }
        }

        return default;
    }

    private static UInt128 KeyOf(Statement statement) => new(statement.Id.A, statement.Id.B);

    private static long Seconds(Instant now) => now.Ticks / TimeSpan.TicksPerSecond;

    private readonly record struct Rumour(Statement Statement, int Repeats);
}
