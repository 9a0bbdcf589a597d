using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Membership.Rumours;

/// <summary>
/// Decides what to believe of what others tell: a higher epoch and incarnation beats a lower, and
/// of one incarnation the worse news beats the better. What only the peer itself can prove, a
/// higher epoch, another address or a goodbye, has it asked and changes nothing until then; and
/// nobody is given up without having been asked.
/// </summary>
/// <remarks>
/// Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 4.2. Differs from the paper: news of a
/// peer that was heard within the cycle are not believed; the peer is asked and told of them.
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="suspicions">Those that run.</param>
public sealed class Hearsay(
    LivenessOptions options, PeerTable peers, Suspicions suspicions)
{
    // Our guess: a peer counts up once in two cycles at the most, and is heard within 4,096.
    private const uint MostAhead = 4096;

    private Instant nextJump;

    /// <summary>A peer that was suspected for the first time by what came last, or none.</summary>
    public int NewSuspect { get; set; } = PeerTable.NoHandle;

    /// <summary>Whether something was told of this node that it had to answer.</summary>
    public bool WasAccused { get; set; }

    /// <summary>Takes what a roster page tells: it is not told on, because whoever lacks it asks
    /// for pages too.</summary>
    /// <returns>Whether it was news.</returns>
    public bool TakeQuietly(Instant now, in Rumour told, Outbox outbox)
    {
        bool isNews = Take(now, told, outbox);
        int handle = isNews && told.Kind != RumourKind.Accused
            ? peers.FindShort(told.Short)
            : PeerTable.NoHandle;
        if (handle != PeerTable.NoHandle)
            peers.News.Remove(handle);
        return isNews;
    }

    /// <summary>Takes a rumour.</summary>
    /// <returns>Whether it was news.</returns>
    public bool Take(Instant now, in Rumour told, Outbox outbox)
    {
        if (told.Short == Rumour.ShortOf(peers.Self.Id))
        {
            Answer(now, told);
            return false;
        }

        bool joined = told.Kind == RumourKind.Joined;
        int handle = joined ? peers.Find(told.Id) : peers.FindShort(told.Short);
        if (handle == PeerTable.NoHandle)
            return joined && Enter(now, told, outbox);
        ref Peer row = ref peers[handle];
        bool isElsewhere = joined && row.LeastEpoch == 0 && row.State != PeerState.Unverified;
        if (isElsewhere)
            peers.Follow(handle, told.Epoch, told.Address, now);
        bool isOld = told.Epoch < row.Epoch || told.Epoch < row.LeastEpoch
            || (told.Epoch == row.Epoch && told.Incarnation < row.Incarnation);
        if (isOld)
            return false;
        bool isNewer = told.Epoch > row.Epoch || told.Incarnation > row.Incarnation;
        if (told.Epoch == row.Epoch && !IsCredible(row, told))
        {
            peers.Leads.Add(now, new Lead(handle, row.Address));
            return false;
        }

        return told.Kind switch
        {
            RumourKind.Joined or RumourKind.Alive =>
                TakeAlive(now, handle, told, isNewer, outbox),
            RumourKind.Left => TakeLeft(now, handle, told),
            RumourKind.Accused => TakeAccused(handle, isNewer),
            _ => TakeSuspicion(now, handle, told, isNewer, outbox),
        };
    }

    /// <summary>Takes what a peer tells of its own incarnation, in a frame of its own.</summary>
    public void TakeOwn(int handle, uint epoch, uint incarnation)
    {
        ref Peer row = ref peers[handle];
        bool isFirst = !row.HasOwnWord;
        if (epoch != row.Epoch || (!isFirst && incarnation <= row.OwnWord))
            return;
        (row.OwnWord, row.HasOwnWord) = (incarnation, true);
        // Its own first word counts more than what was told of it before, even if lower.
        bool counts = isFirst
            ? incarnation != row.Incarnation
            : incarnation > row.Incarnation;
        if (!counts)
            return;
        bool answers = row.Accused != PeerState.Alive;
        peers.Advance(handle, epoch, incarnation);
        if (answers)
            peers.News.Add(handle, RumourKind.Alive);
    }

    /// <summary>Takes a peer's own goodbye: its frames of this epoch are stale from now on.
    /// </summary>
    public void TakeGoodbye(
        Instant now, int handle, uint epoch, uint incarnation, Outbox outbox)
    {
        ref Peer row = ref peers[handle];
        row.LeastEpoch = epoch == uint.MaxValue ? epoch : epoch + 1;
        if (row.State == PeerState.Left && row.Epoch == epoch)
            return;
        uint least = row.Epoch == epoch ? row.Incarnation : 0;
        peers.Advance(handle, epoch, Math.Max(incarnation, least));
        row.HeardEpoch = epoch;
        suspicions.Part(handle, now, outbox);
    }

    /// <summary>Takes what a ping or pong says that others say of this node.</summary>
    public void TakeAccusation(Instant now, in ProbeMessage message, Outbox outbox)
    {
        if (message.Accused == PeerState.Alive)
            return;
        RumourKind kind = message.Accused == PeerState.Suspect
            ? RumourKind.Suspect
            : RumourKind.Unreachable;
        Descriptor self = peers.Self;
        var told = new Rumour(
            kind, self.Id, Rumour.ShortOf(self.Id), self.Epoch, message.AccusedAt);
        Take(now, told, outbox);
    }

    private void Answer(Instant now, in Rumour told)
    {
        if (told.Epoch > peers.Self.Epoch)
            peers.News.Add(News.Self, RumourKind.Joined);
        uint own = peers.OwnIncarnation;
        bool accuses = told.Kind >= RumourKind.Suspect;
        bool isInvented = told.Incarnation > own;
        bool concerns = isInvented || (accuses && told.Incarnation == own);
        if (told.Epoch != peers.Self.Epoch || !concerns || (isInvented && now < nextJump))
            return;
        // Whoever invents incarnations must not use them up: one bounded jump in a cycle.
        if (isInvented)
            nextJump = now + options.Cycle;
        uint most = own > uint.MaxValue - (2 * MostAhead) ? uint.MaxValue : own + (2 * MostAhead);
        peers.Assert(Math.Min(told.Incarnation, most));
        WasAccused = accuses;
    }

    // Answers may be further ahead than accusations, because they surpass them.
    private static bool IsCredible(in Peer row, in Rumour told)
    {
        uint ahead = told.Kind >= RumourKind.Suspect ? MostAhead : 2 * MostAhead;
        return !row.HasOwnWord || told.Incarnation <= row.OwnWord
            || told.Incarnation - row.OwnWord <= ahead;
    }

    private bool Enter(Instant now, in Rumour told, Outbox outbox)
    {
        int handle = peers.Learn(new Descriptor(told.Id, told.Address, told.Epoch, 0), now);
        if (handle == PeerTable.NoHandle)
            return false;
        peers[handle].Incarnation = told.Incarnation;
        peers[handle].Status = told.Status;
        peers.Welcome(handle, now, outbox);
        peers.News.Add(handle, RumourKind.Joined);
        return true;
    }

    private bool TakeAlive(
        Instant now, int handle, in Rumour told, bool isNewer, Outbox outbox)
    {
        ref Peer row = ref peers[handle];
        bool joined = told.Kind == RumourKind.Joined;
        bool isUnverified = row.State == PeerState.Unverified;
        if (!isNewer && !isUnverified)
            return false;
        bool isMoved = joined && !isUnverified
            && (told.Epoch > row.Epoch || told.Address != row.Address);
        if (isMoved)
            peers.Leads.Add(now, new Lead(handle, told.Address));
        if (told.Epoch > row.Epoch && !(joined && isUnverified))
            return false;
        if (joined && isUnverified && !peers.Relocate(handle, told.Address))
            return false;
        if (isNewer)
            peers.Advance(handle, told.Epoch, told.Incarnation);
        peers.Note(handle, told.Status);
        peers.Welcome(handle, now, outbox);
        peers.News.Add(handle, told.Kind);
        return true;
    }

    // Whoever answers has not left.
    private bool TakeLeft(Instant now, int handle, in Rumour told)
    {
        ref Peer row = ref peers[handle];
        if (row.State is PeerState.Left or PeerState.Unreachable)
            return false;
        if (told.Epoch == row.Epoch && told.Incarnation > row.Incarnation)
            peers.Advance(handle, told.Epoch, told.Incarnation);
        row.Accused = PeerState.Left;
        peers.Leads.Add(now, new Lead(handle, default));
        return false;
    }

    // Passed on until the peer itself hears it; nobody else thinks worse of it.
    private bool TakeAccused(int handle, bool isNewer)
    {
        ref Peer row = ref peers[handle];
        if (isNewer || !peers.IsPresent(handle) || row.Accused != PeerState.Alive)
            return false;
        row.Accused = PeerState.Unreachable;
        peers.News.Add(handle, RumourKind.Accused);
        return true;
    }

    private bool TakeSuspicion(
        Instant now, int handle, in Rumour told, bool isNewer, Outbox outbox)
    {
        ref Peer row = ref peers[handle];
        if (told.Epoch > row.Epoch || !peers.IsPresent(handle))
            return false;
        if (isNewer)
        {
            peers.Advance(handle, told.Epoch, told.Incarnation);
            peers.Welcome(handle, now, outbox);
        }

        bool condemned = told.Kind == RumourKind.Unreachable;
        if (now - row.LastHeard < options.Cycle)
        {
            if (row.Accused != PeerState.Left)
                row.Accused = condemned ? PeerState.Unreachable : PeerState.Suspect;
            peers.Doubted = handle;
            return false;
        }

        if (condemned && row.State == PeerState.Suspect)
        {
            suspicions.Hasten(handle);
            return false;
        }

        bool isFirst = row.State == PeerState.Alive;
        bool isNews = suspicions.Suspect(handle, told.By, now);
        if (isNews && isFirst)
            NewSuspect = handle;
        return isNews;
    }
}
