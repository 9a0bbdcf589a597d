using P2PCS.Membership.Peers;
using P2PCS.Membership.Rumours;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Membership.Liveness;

/// <summary>
/// Peers that are suspected and how long they still have to answer: the more others could not
/// reach a peer either, the shorter.
/// </summary>
/// <remarks>
/// Source: Dadgar, Phillips, Currey, "Lifeguard", arXiv 1707.00788, section IV.B (local health
/// aware suspicion); the formula as in memberlist's suspicion.go.
/// </remarks>
/// <param name="options">Parameters.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="sampling">Told at once which peers are gone.</param>
public sealed class Suspicions(LivenessOptions options, PeerTable peers, PeerSampling sampling)
{
    private const int MostConfirmers = 4;

    private Entry[] entries = new Entry[16];
    private int count;

    /// <summary>When <see cref="Expire"/> has something to do.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>How well this node keeps up: one that misses answers itself grants more time; our
    /// guess: half as much again for each point.</summary>
    public LocalHealth Health { get; } = new(options.MindsItself);

    /// <summary>Suspicions that run.</summary>
    public int Count => count;

    /// <summary>Begins to suspect a peer that is alive, or counts one more who does.</summary>
    /// <param name="handle">The peer.</param>
    /// <param name="by">Short name of who could not reach it.</param>
    /// <param name="now">The moment.</param>
    /// <returns>Whether that was new, and is told to others.</returns>
    public bool Suspect(int handle, ulong by, Instant now)
    {
        ref Peer row = ref peers[handle];
        int place = Find(handle);
        if (row.State == PeerState.Alive)
        {
            peers.Move(handle, PeerState.Suspect, now);
            if (row.Accused != PeerState.Left)
                row.Accused = PeerState.Suspect;
            place = place < 0 ? Open() : place;
            entries[place] = new Entry { Handle = handle, Epoch = row.Epoch, Since = now };
        }
        else if (row.State != PeerState.Suspect || place < 0)
        {
            return false;
        }

        if (!entries[place].TryCount(by))
            return false;
        peers.News.Add(handle, RumourKind.Suspect, by);
        SetDeadline();
        return true;
    }

    /// <summary>Gives a suspect up: it is unreachable, or has left if that was told.</summary>
    public void Condemn(int handle, Instant now, Outbox outbox)
    {
        if (peers[handle].Accused == PeerState.Left)
        {
            Part(handle, now, outbox);
            return;
        }

        peers[handle].Accused = PeerState.Unreachable;
        peers.Move(handle, PeerState.Unreachable, now);
        sampling.Drop(handle);
        peers.News.Add(handle, RumourKind.Unreachable);
        outbox.Tell(new NodeEvent(NodeEventKind.PeerUnreachable, peers[handle].Id));
    }

    /// <summary>Others gave a suspect up: it is asked at once for the last time.</summary>
    public void Hasten(int handle)
    {
        int place = Find(handle);
        if (place < 0)
            return;
        entries[place].IsHastened = true;
        SetDeadline();
    }

    /// <summary>A peer has left: it said so itself, or others did and it does not answer.
    /// </summary>
    public void Part(int handle, Instant now, Outbox outbox)
    {
        peers.Move(handle, PeerState.Left, now);
        sampling.Drop(handle);
        peers.News.Add(handle, RumourKind.Left);
        outbox.Tell(new NodeEvent(NodeEventKind.PeerLeft, peers[handle].Id));
    }

    /// <summary>Gives up those whose time is over, and forgets those that answered.</summary>
    public void Expire(Instant now, Outbox outbox)
    {
        if (now < NextDeadline)
            return;
        for (int i = count - 1; i >= 0; i--)
        {
            Entry entry = entries[i];
            bool holds = IsHeld(entry);
            if (holds && (entry.Asked < options.LastQuestions || now < DeadlineOf(entry)))
                continue;
            entries[i] = entries[--count];
            if (holds)
                Condemn(entry.Handle, now, outbox);
        }

        SetDeadline();
    }

    /// <summary>A suspect whose time is nearly over and who is to be asked again, because its
    /// answer may have gone to all others but this node; or <see cref="PeerTable.NoHandle"/>.
    /// </summary>
    public int NextToAsk(Instant now)
    {
        for (int i = 0; i < count; i++)
        {
            ref Entry entry = ref entries[i];
            if (entry.Asked == options.LastQuestions || now < NextOf(entry) || !IsHeld(entry))
                continue;
            entry.Asked++;
            entry.LastWord = now + options.Cycle;
            SetDeadline();
            return entry.Handle;
        }

        return PeerTable.NoHandle;
    }

    /// <summary>Grants all suspects more time: this node was held up and heard nobody.</summary>
    public void Excuse(TimeSpan lost)
    {
        for (int i = 0; i < count; i++)
            (entries[i].Since, entries[i].Asked) = (entries[i].Since + lost, 0);
        SetDeadline();
    }

    private bool IsHeld(in Entry entry) =>
        peers[entry.Handle].State == PeerState.Suspect
        && peers[entry.Handle].Epoch == entry.Epoch;

    private Instant NextOf(in Entry entry) => entry switch
    {
        _ when entry.Asked == options.LastQuestions => DeadlineOf(entry),
        { Asked: > 0 } => entry.LastWord,
        { IsHastened: true } => entry.Since,
        _ => DeadlineOf(entry) - (options.Cycle * options.LastQuestions),
    };

    private Instant DeadlineOf(in Entry entry)
    {
        if (entry.IsHastened && entry.Asked > 0)
            return entry.LastWord;
        int members = peers.Present + 1;
        double orders = Math.Max(1, Math.Log10(members));
        TimeSpan least = options.Cycle * (options.SuspicionCycles * orders);
        least = least > options.Silence ? least : options.Silence;
        least *= 1 + (Health.Score / 2.0);
        int needed = Math.Min(options.Confirmations, members - 2);
        double part = needed < 1
            ? 1
            : Math.Min(1, Math.Log(entry.Others + 1) / Math.Log(needed + 1));
        Instant end = entry.Since + (least * (options.SuspicionStretch
            - ((options.SuspicionStretch - 1) * part)));
        return entry.Asked > 0 && end < entry.LastWord ? entry.LastWord : end;
    }

    private void SetDeadline()
    {
        NextDeadline = Instant.Never;
        for (int i = 0; i < count; i++)
            NextDeadline = Instant.Min(NextDeadline, NextOf(entries[i]));
    }

    private int Find(int handle)
    {
        for (int i = 0; i < count; i++)
        {
            if (entries[i].Handle == handle)
                return i;
        }

        return -1;
    }

    private int Open()
    {
        if (count == entries.Length)
            Array.Resize(ref entries, 2 * count);
        return count++;
    }

    private struct Entry
    {
        private ulong first;
        private ulong second;
        private ulong third;
        private ulong fourth;
        private int confirmers;

        public int Handle;
        public uint Epoch;
        public Instant Since;
        public int Asked;
        public bool IsHastened;
        public Instant LastWord;

        // Those after the first.
        public readonly int Others => Math.Max(0, confirmers - 1);

        public bool TryCount(ulong by)
        {
            bool known = (confirmers > 0 && by == first) || (confirmers > 1 && by == second)
                || (confirmers > 2 && by == third) || confirmers >= MostConfirmers;
            if (known)
                return false;
            confirmers++;
            (first, second, third, fourth) = confirmers switch
            {
                1 => (by, second, third, fourth),
                2 => (first, by, third, fourth),
                3 => (first, second, by, fourth),
                _ => (first, second, third, by),
            };
            return true;
        }
    }
}
