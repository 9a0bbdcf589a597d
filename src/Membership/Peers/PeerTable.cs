using P2PCS.Membership.Coordinates;
using P2PCS.Membership.Rumours;
using P2PCS.Protocol;

namespace P2PCS.Membership.Peers;

/// <summary>
/// Every peer a node knows, at most <see cref="Limits.KnownPeers"/>. A row's index is the peer's
/// <i>handle</i>: kernels pass handles, so their mathematics work on small integers just as a
/// simulator's tables do. A handle stays good until <see cref="Forget"/>.
/// </summary>
public sealed class PeerTable
{
    private readonly PeerIndex index = new();
    private readonly Stack<int> free = new();
    private readonly HashSet<PeerId> barred = [];
    private readonly PrefixCounts prefixes = new();
    private readonly int[] inState = new int[(int)PeerState.Left + 1];
    private Peer[] rows = new Peer[64];
    private int used;

    /// <summary>Most peers of one <see cref="NetworkPrefix"/>, 0 for any number; set once, before
    /// anybody is known.</summary>
    public int PrefixMax
    {
        get => prefixes.Max;
        init => prefixes.Max = value;
    }

    /// <summary>No peer.</summary>
    public const int NoHandle = -1;

    /// <summary>Handles are below this; some rows below it may be free.</summary>
    public int End => used;

    /// <summary>Peers in the table.</summary>
    public int Count => index.Count;

    /// <summary>Peers that are alive or suspect: those that belong to the roster.</summary>
    public int Present => inState[(int)PeerState.Alive] + inState[(int)PeerState.Suspect];

    /// <summary>Grows with every change that a snapshot would show.</summary>
    public long Version { get; private set; }

    /// <summary>The node itself, as others are told of it; none until it is entered.</summary>
    public Descriptor Self { get; private set; }

    /// <summary>The node's own incarnation.</summary>
    public uint OwnIncarnation { get; private set; }

    /// <summary>What the node's machine has; the node keeps it up to date.</summary>
    public PeerStatus OwnStatus { get; set; }

    /// <summary>Digest of the roster, the node itself included.</summary>
    public RosterDigest Digest { get; } = new();

    /// <summary>What the node still tells others.</summary>
    public News News { get; } = new();

    /// <summary>A peer that should be probed next: it owed somebody an answer.</summary>
    public int Doubted { get; set; } = NoHandle;

    /// <summary>Peers to be asked whether what is told of them is so.</summary>
    public Leads Leads { get; } = new();

    /// <summary>The row of a handle.</summary>
    public ref Peer this[int handle] => ref rows[handle];

    /// <summary>Peers in a state.</summary>
    public int CountOf(PeerState state) => inState[(int)state];

    /// <summary>Whether the row is taken.</summary>
    public bool IsTaken(int handle) => !rows[handle].Id.IsNone;

    /// <summary>Whether the peer belongs to the roster: it is alive or suspect.</summary>
    public bool IsPresent(int handle) =>
        rows[handle].State is PeerState.Alive or PeerState.Suspect && IsTaken(handle);

    /// <summary>The handle of a peer, or <see cref="NoHandle"/>.</summary>
    public int Find(PeerId id) => index.Find(id, rows);

    /// <summary>The handle of a peer by its short name, or <see cref="NoHandle"/>.</summary>
    public int FindShort(ulong name) => index.FindShort(name, rows);

    /// <summary>Enters the node itself; once, before anything else.</summary>
    public void Enter(in Descriptor self)
    {
        Invariant.Holds(Self.Id.IsNone);
        Self = self;
        Digest.Toggle(self.Id, self.Epoch);
    }

    /// <summary>Answers what is told of the node itself, or tells of a new status: by the next
    /// incarnation.</summary>
    /// <param name="incarnation">The one that is surpassed.</param>
    public void Assert(uint incarnation)
    {
        uint highest = Math.Max(OwnIncarnation, incarnation);
        OwnIncarnation = highest == uint.MaxValue ? highest : highest + 1;
        News.Add(News.Self, RumourKind.Alive);
    }

    /// <summary>
    /// The handle of a peer named by somebody, entering it as unverified if new. A higher epoch
    /// changes nothing, but the peer is asked where it is told to be. When the table is full,
    /// newcomers are refused with <see cref="NoHandle"/>.
    /// </summary>
    public int Learn(in Descriptor descriptor, Instant now)
    {
        int handle = Find(descriptor.Id);
        if (handle == NoHandle)
            return Add(descriptor, now);
        Follow(handle, descriptor.Epoch, descriptor.Address, now);
        return handle;
    }

    /// <summary>Others tell of a later life of a peer, or, of one that was never heard itself, of
    /// another life or place: it is asked there, and nothing else changes.</summary>
    public void Follow(int handle, uint epoch, PeerAddress address, Instant now)
    {
        ref Peer row = ref rows[handle];
        bool differs = epoch != row.Epoch || address != row.Address;
        if (epoch > row.Epoch || (row.LeastEpoch == 0 && differs))
            Leads.Add(now, new Lead(handle, address));
    }

    /// <summary>Whether a frame is of an incarnation that is known to be over.</summary>
    public bool IsStale(in Sender sender) => IsStale(Find(sender.Id), sender.Epoch);

    /// <summary>Takes note that a frame of a peer arrived: it is alive, and where the frame came
    /// from is where it is reached. A newcomer is entered and told of.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="sender">Who sent the frame.</param>
    /// <param name="outbox">Told when the peer turns alive or has restarted.</param>
    /// <returns>
    /// The handle, or <see cref="NoHandle"/> with nothing changed: the frame is of an earlier
    /// incarnation or of one that said goodbye, or the table, or its prefix in it, is full.
    /// </returns>
    public int Hear(Instant now, in Sender sender, Outbox outbox)
    {
        int handle = Find(sender.Id);
        if (IsStale(handle, sender.Epoch))
            return NoHandle;
        if (handle == NoHandle)
            handle = Add(new Descriptor(sender.Id, sender.Address, sender.Epoch, 0), now);
        if (handle == NoHandle || !Relocate(handle, sender.Address))
            return NoHandle;
        ref Peer row = ref rows[handle];
        // Below what is believed: others told of an epoch that is not the peer's.
        if (sender.Epoch < row.Epoch)
            row.HeardEpoch = 0;
        if (sender.Epoch != row.Epoch)
            Advance(handle, sender.Epoch, 0);
        row.LeastEpoch = sender.Epoch;
        bool isNews = row.HeardEpoch < row.Epoch;
        row.LastHeard = now;
        row.Unanswered = 0;
        row.TombstoneUntil = default;
        Welcome(handle, now, outbox);
        if (isNews)
            News.Add(handle, RumourKind.Joined);
        return handle;
    }

    /// <summary>Whether a peer was barred.</summary>
    public bool IsBarred(PeerId id) => barred.Count > 0 && barred.Contains(id);

    /// <summary>Keeps a peer out of the table from now on; its row, if any, is the caller's to
    /// forget.</summary>
    public void Bar(PeerId id) => barred.Add(id);

    /// <summary>Lets a barred peer in again.</summary>
    public void Unbar(PeerId id) => barred.Remove(id);

    /// <summary>A peer is there: makes it alive, and tells if it was not or has restarted.
    /// </summary>
    public void Welcome(int handle, Instant now, Outbox outbox)
    {
        ref Peer row = ref rows[handle];
        if (row.Epoch > row.HeardEpoch && row.HeardEpoch > 0)
            outbox.Tell(new NodeEvent(NodeEventKind.PeerRestarted, row.Id, 0, row.Epoch));
        row.HeardEpoch = row.Epoch;
        if (row.State == PeerState.Alive)
            return;
        bool wasPresent = IsPresent(handle);
        Move(handle, PeerState.Alive, now);
        if (!wasPresent)
            outbox.Tell(new NodeEvent(NodeEventKind.PeerAlive, row.Id));
    }

    /// <summary>Notes where a peer is reached now; false with nothing changed where its new prefix
    /// has no room.</summary>
    public bool Relocate(int handle, PeerAddress address)
    {
        ref Peer row = ref rows[handle];
        if (row.Address == address)
            return true;
        if (!prefixes.Admits(address, row.Address))
            return false;
        prefixes.Count(row.Address, -1);
        prefixes.Count(address, 1);
        row.Address = address;
        Version++;
        return true;
    }

    /// <summary>Moves a peer to another state, noting when.</summary>
    public void Move(int handle, PeerState state, Instant now)
    {
        bool wasPresent = IsPresent(handle);
        inState[(int)rows[handle].State]--;
        inState[(int)state]++;
        rows[handle].State = state;
        rows[handle].Since = now;
        if (wasPresent != IsPresent(handle))
            Digest.Toggle(rows[handle].Id, rows[handle].Epoch);
        Version++;
    }

    /// <summary>Takes note of a newer life of a peer: what was told of the older one is void.
    /// </summary>
    public void Advance(int handle, uint epoch, uint incarnation)
    {
        ref Peer row = ref rows[handle];
        if (epoch != row.Epoch && IsPresent(handle))
        {
            Digest.Toggle(row.Id, row.Epoch);
            Digest.Toggle(row.Id, epoch);
        }

        if (epoch != row.Epoch)
        {
            Version++;
            (row.OwnWord, row.HasOwnWord) = (0, false);
        }

        row.Epoch = epoch;
        row.Incarnation = incarnation;
        row.Accused = PeerState.Alive;
        row.Unanswered = 0;
        News.Remove(handle);
    }

    /// <summary>Notes what a peer tells of its machine.</summary>
    public void Note(int handle, in PeerStatus status)
    {
        if (rows[handle].Status == status)
            return;
        rows[handle].Status = status;
        Version++;
    }

    /// <summary>Frees a row; its handle will be given to another peer.</summary>
    public void Forget(int handle)
    {
        if (IsPresent(handle))
            Digest.Toggle(rows[handle].Id, rows[handle].Epoch);
        inState[(int)rows[handle].State]--;
        News.Remove(handle);
        Leads.Forget(handle);
        index.Remove(rows[handle].Id, rows);
        prefixes.Count(rows[handle].Address, -1);
        rows[handle] = default;
        free.Push(handle);
        Version++;
    }

    private bool IsStale(int handle, uint epoch) =>
        handle != NoHandle && epoch < rows[handle].LeastEpoch;

    private int Add(in Descriptor descriptor, Instant now)
    {
        bool fits = index.Count < Limits.KnownPeers && !IsBarred(descriptor.Id)
            && prefixes.Admits(descriptor.Address, default);
        if (!fits)
            return NoHandle;
        if (!free.TryPop(out int handle))
        {
            if (used == rows.Length)
                Array.Resize(ref rows, 2 * used);
            handle = used++;
        }

        rows[handle] = new Peer
        {
            Id = descriptor.Id,
            Address = descriptor.Address,
            Epoch = descriptor.Epoch,
            Since = now,
            Accused = PeerState.Alive,
            Place = Coordinate.Origin,
        };
        prefixes.Count(descriptor.Address, 1);
        inState[(int)PeerState.Unverified]++;
        index.Add(descriptor.Id, handle, rows);
        Version++;
        return handle;
    }
}
