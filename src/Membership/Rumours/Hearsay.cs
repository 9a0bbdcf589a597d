using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Membership.Rumours;

/// <summary>
/// Decides what to believe of what others tell: a higher epoch and incarnation beats a lower, and
/// of one incarnation the worse news beats the better. Nobody is called unreachable without having
/// been suspect, so that everybody can answer first.
/// </summary>
/// <remarks>
/// Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 4.2. Differs from the paper: news of a
/// peer that was heard within the cycle are not believed; the peer is asked and told of them.
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="suspicions">Those that run.</param>
/// <param name="sampling">Told at once which peers are gone.</param>
public sealed class Hearsay(
    LivenessOptions options, PeerTable peers, Suspicions suspicions, PeerSampling sampling)
{
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
            Answer(told);
            return false;
        }

        bool joined = told.Kind == RumourKind.Joined;
        int handle = joined ? peers.Find(told.Id) : peers.FindShort(told.Short);
        if (handle == PeerTable.NoHandle)
            return joined && Enter(now, told, outbox);
        ref Peer row = ref peers[handle];
        bool isOld = told.Epoch < row.Epoch
            || (told.Epoch == row.Epoch && told.Incarnation < row.Incarnation);
        if (isOld)
            return false;
        bool isNewer = told.Epoch > row.Epoch || told.Incarnation > row.Incarnation;
        return told.Kind switch
        {
            RumourKind.Joined or RumourKind.Alive =>
                TakeAlive(now, handle, told, isNewer, outbox),
            RumourKind.Left => TakeLeft(now, handle, told, outbox),
            RumourKind.Accused => TakeAccused(handle, isNewer),
            _ => TakeSuspicion(now, handle, told, isNewer, outbox),
        };
    }

    /// <summary>Takes what a peer tells of its own incarnation, in a frame of its own.</summary>
    public void TakeOwn(int handle, uint epoch, uint incarnation)
    {
        ref Peer row = ref peers[handle];
        if (epoch != row.Epoch || incarnation <= row.Incarnation)
            return;
        bool answers = row.Accused != PeerState.Alive;
        peers.Advance(handle, epoch, incarnation);
        if (answers)
            peers.News.Add(handle, RumourKind.Alive);
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

    private void Answer(in Rumour told)
    {
        bool accuses = told.Kind >= RumourKind.Suspect;
        if (!accuses || told.Epoch != peers.Self.Epoch || told.Incarnation < peers.OwnIncarnation)
            return;
        peers.Assert(told.Incarnation);
        WasAccused = true;
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
        if (!isNewer && row.State != PeerState.Unverified)
            return false;
        if (told.Epoch > row.Epoch && !joined)
            return false;
        if (joined && !peers.Relocate(handle, told.Address))
            return false;
        if (isNewer)
            peers.Advance(handle, told.Epoch, told.Incarnation);
        peers.Note(handle, told.Status);
        peers.Welcome(handle, now, outbox);
        peers.News.Add(handle, told.Kind);
        return true;
    }

    private bool TakeLeft(Instant now, int handle, in Rumour told, Outbox outbox)
    {
        if (peers[handle].State == PeerState.Left && told.Epoch == peers[handle].Epoch)
            return false;
        peers.Advance(handle, told.Epoch, told.Incarnation);
        peers[handle].HeardEpoch = told.Epoch;
        peers.Move(handle, PeerState.Left, now);
        sampling.Drop(handle);
        outbox.Tell(new NodeEvent(NodeEventKind.PeerLeft, peers[handle].Id));
        peers.News.Add(handle, RumourKind.Left);
        return true;
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
            row.Accused = condemned ? PeerState.Unreachable : PeerState.Suspect;
            peers.Doubted = handle;
            return false;
        }

        if (condemned && row.State == PeerState.Suspect)
        {
            suspicions.Condemn(handle, now, outbox);
            return true;
        }

        bool isFirst = row.State == PeerState.Alive;
        bool isNews = suspicions.Suspect(handle, told.By, now);
        if (isNews && isFirst)
            NewSuspect = handle;
        return isNews;
    }
}
