using P2PCS.Membership.Admission;
using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>The side of handshakes that asks: begins, tries again, gives up, and holds the frames
/// that wait meanwhile.</summary>
internal sealed class Initiator(HandshakeTools tools) : IDisposable
{
    private const int CookieTriesMax = 2;

    private readonly BoundedTable<PeerAddress, Initiation> table = new(tools.Options.Outgoing);
    private readonly SourceBuckets unanswered = new(
        tools.Options.Prefixes, tools.Options.UnansweredRate, tools.Options.UnansweredBurst);

    private Rng rng = new(tools.Entropy.Next());
    private uint begun;

    public int Count => table.Count;

    public Instant NextDeadline
    {
        get
        {
            Instant next = Instant.Never;
            foreach ((PeerAddress _, Initiation initiation) in table)
                next = Instant.Min(next, initiation.DueAt);
            return next;
        }
    }

    /// <summary>Keeps a frame for the session to come; false where none is being asked for.
    /// </summary>
    public bool TryQueue(PeerAddress to, ReadOnlySpan<byte> frame)
    {
        if (!table.TryUse(to, out Initiation? initiation))
            return false;
        if (initiation.IsOver)
        {
            tools.Counts.Unsent++;
            return true;
        }

        if (initiation.Frames.Count == tools.Options.QueuedFrames)
        {
            initiation.Frames.Dequeue();
            tools.Counts.Unsent++;
        }

        initiation.Frames.Enqueue(frame.ToArray());
        return true;
    }

    /// <summary>Whether an address is being asked.</summary>
    public bool IsAsking(PeerAddress to) => table.Find(to) is not null;

    /// <summary>Begins a handshake unless one with the address is on its way, or too many with
    /// its prefix were not answered: anybody can name an address that is not a peer's.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="to">Whom to ask.</param>
    /// <param name="patient">Whether to wait a little before the first try, since the other may
    /// be about to confirm a handshake of its own.</param>
    public void Begin(Instant now, PeerAddress to, bool patient)
    {
        if (table.Find(to) is not null || !unanswered.TryTake(now, to))
            return;
        var pair = tools.Entropy.NewKey();
        var initiation = new Initiation
        {
            Address = to,
            Index = tools.Sessions.NewIndex(tools.Entropy),
            Number = ++begun,
            Pair = pair,
            Ephemeral = EphemeralKey.Of(pair),
        };
        if (table.Add(to, initiation) is { } dropped)
        {
            tools.Counts.Unsent += dropped.Frames.Count;
            dropped.Dispose();
        }

        tools.Counts.Begun++;
        if (patient)
            initiation.DueAt = now + rng.Jitter(tools.Options.FirstRetry);
        else
            Try(now, initiation);
    }

    public void Tick(Instant now)
    {
        while (FirstDue(now) is { } initiation)
        {
            if (initiation.IsOver)
                Remove(initiation);
            else if (initiation.Tries < tools.Options.Tries)
                Try(now, initiation);
            else
                GiveUp(now, initiation);
        }
    }

    /// <summary>Tries again at once, with the proof that was asked for.</summary>
    public DatagramRefusal TakeCookie(Instant now, PeerAddress from, in NoticeMessage notice)
    {
        if (Find(from, notice.To) is not { Key: { } key } initiation
            || initiation.CookieTries == CookieTriesMax)
        {
            return DatagramRefusal.Unexpected;
        }

        initiation.Cookie = notice.Cookie;
        initiation.CookieTries++;
        Send(now, initiation, key);
        return DatagramRefusal.None;
    }

    public DatagramRefusal TakeRefused(
        Instant now, PeerAddress from, CloudKey key, in NoticeMessage notice)
    {
        if (Find(from, notice.To) is not { Key: not null } initiation)
            return DatagramRefusal.Unexpected;

        // Of a try under the older of two generations this was to be expected.
        if (notice.Reason == (byte)AdmissionRefusal.OldKey && key != tools.Keys.Current)
            return DatagramRefusal.Unexpected;
        End(initiation, now + tools.Options.RefusedPause);
        tools.TellTurnedAway(from, notice.Reason);
        return DatagramRefusal.TurnedAway;
    }

    public DatagramRefusal TakeResponse(
        Instant now, PeerAddress from, CloudKey key, ReadOnlySpan<byte> content)
    {
        if (!ResponseMessage.TryRead(content, out ResponseMessage message))
            return DatagramRefusal.BadContent;
        if (Find(from, message.To) is not { } initiation || initiation.Key != key)
            return DatagramRefusal.Unexpected;
        Digest digest = message.Digest(initiation.Digest);
        byte reason = tools.Check(
            now, message.Credential, message.Signature, digest, out CredentialHolder holder);
        if (reason != 0)
        {
            End(initiation, now + tools.Options.RefusedPause);
            return tools.Refuse(from, key, message.Index, reason);
        }

        var terms = new SessionTerms(
            new Sender(holder.Id, message.Epoch, from),
            initiation.Index,
            message.Index,
            key.Generation,
            IsInitiator: true,
            now,
            now + tools.Options.RekeyAfter,
            Instant.Min(now + tools.Options.EndAfter, holder.NotAfter));
        Session? session = tools.Agree(terms, initiation.Pair, message.Ephemeral, digest);
        if (session is null)
        {
            End(initiation, now + tools.Options.RefusedPause);
            return DatagramRefusal.BadContent;
        }

        session.IsConfirmed = true;
        tools.Sessions.Promote(now, session);
        tools.Counts.Granted++;
        Complete(now, session);
        return DatagramRefusal.None;
    }

    /// <summary>Forgets whom it asks no more for a while: with other keys they may answer.
    /// </summary>
    public void TryAnew()
    {
        foreach (Initiation over in table.RemoveAll(one => one.IsOver))
            over.Dispose();
    }

    /// <summary>Whether the first try of a handshake with an address is on its way.</summary>
    public bool IsFresh(PeerAddress to) =>
        table.Find(to) is { IsOver: false, Key: not null, Tries: <= 1 };

    /// <summary>Waits with further tries, since the other has asked too and was answered.
    /// </summary>
    public void Yield(Instant now, PeerAddress to)
    {
        if (table.Find(to) is { IsOver: false } initiation)
            initiation.DueAt = now + rng.Jitter(2 * tools.Options.FirstRetry);
    }

    /// <summary>There is a session: sends what waits for it, at least something where this side
    /// asked, since that is what confirms it.</summary>
    public void Complete(Instant now, Session session)
    {
        Initiation? initiation = table.Remove(session.Terms.Peer.Address);
        if (initiation is not null)
            unanswered.Return(initiation.Address);
        bool silent = true;
        while (initiation is not null && initiation.Frames.TryDequeue(out byte[]? frame))
        {
            tools.SendFrame(now, session, frame);
            silent = false;
        }

        if (silent && session.Terms.IsInitiator)
            tools.SendFrame(now, session, default);
        initiation?.Dispose();
    }

    public void Dispose()
    {
        foreach ((PeerAddress _, Initiation initiation) in table)
            initiation.Dispose();
    }

    private Initiation? Find(PeerAddress from, uint index) =>
        table.Find(from) is { IsOver: false } found && found.Index == index ? found : null;

    private Initiation? FirstDue(Instant now)
    {
        foreach ((PeerAddress _, Initiation initiation) in table)
        {
            if (initiation.DueAt <= now)
                return initiation;
        }

        return null;
    }

    // A peer that does not have the newest generation yet understands an older one.
    private void Try(Instant now, Initiation initiation)
    {
        ReadOnlySpan<CloudKey> accepted = tools.Keys.Accepted;
        CloudKey key = accepted[initiation.Tries % accepted.Length];
        initiation.Tries++;
        if (initiation.Key != key)
        {
            var unsigned = Message(initiation);
            initiation.Key = key;
            initiation.Digest = unsigned.Digest(tools.Identity.Cloud, key.Generation);
            initiation.Signature = tools.Sign(initiation.Digest);
        }

        Send(now, initiation, key);
    }

    private void Send(Instant now, Initiation initiation, CloudKey key)
    {
        tools.SendInit(initiation.Address, key, Message(initiation));
        TimeSpan wait = tools.Options.FirstRetry * (1 << (initiation.Tries - 1));
        initiation.DueAt = now + (wait * (1 + (0.5 * rng.Fraction())));
    }

    private InitMessage Message(Initiation initiation) => new()
    {
        Cookie = initiation.Cookie,
        Index = initiation.Index,
        Epoch = tools.Identity.Epoch,
        Number = initiation.Number,
        Ephemeral = initiation.Ephemeral,
        Credential = tools.Identity.Credential.Span,
        Signature = initiation.Signature,
    };

    private void GiveUp(Instant now, Initiation initiation)
    {
        tools.Counts.Unanswered++;
        End(initiation, now + tools.Options.Pause);
    }

    private void End(Initiation initiation, Instant until)
    {
        tools.Counts.Unsent += initiation.Frames.Count;
        initiation.Frames.Clear();
        initiation.IsOver = true;
        initiation.DueAt = until;
    }

    private void Remove(Initiation initiation)
    {
        table.Remove(initiation.Address);
        initiation.Dispose();
    }
}
