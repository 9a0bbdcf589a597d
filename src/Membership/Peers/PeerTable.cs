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
    private Peer[] rows = new Peer[64];
    private Instant[] due = new Instant[64];
    private int used;

    /// <summary>No peer.</summary>
    public const int NoHandle = -1;

    /// <summary>Handles are below this; some rows below it may be free.</summary>
    public int End => used;

    /// <summary>Peers in the table.</summary>
    public int Count => index.Count;

    /// <summary>Grows with every change that a snapshot would show.</summary>
    public long Version { get; private set; }

    /// <summary>The row of a handle.</summary>
    public ref Peer this[int handle] => ref rows[handle];

    /// <summary>When each peer may next be probed; never for a free row. Apart from the rows, so
    /// that looking for those that are due touches eight bytes of each; shape [End].</summary>
    public Span<Instant> Due => due.AsSpan(0, used);

    /// <summary>Whether the row is taken.</summary>
    public bool IsTaken(int handle) => !rows[handle].Id.IsNone;

    /// <summary>The handle of a peer, or <see cref="NoHandle"/>.</summary>
    public int Find(PeerId id) => index.Find(id, rows);

    /// <summary>
    /// The handle of a peer named by somebody, entering it as unverified if new. A higher epoch
    /// brings its address along, and one that had left is unverified again; a lower one changes
    /// nothing. When the table is full, newcomers are refused with <see cref="NoHandle"/>.
    /// </summary>
    public int Learn(in Descriptor descriptor, Instant now)
    {
        int handle = Find(descriptor.Id);
        if (handle == NoHandle)
            return Add(descriptor, now);
        Renew(handle, descriptor.Epoch, descriptor.Address, now);
        return handle;
    }

    /// <summary>Whether a frame is of an incarnation that is known to be over.</summary>
    public bool IsStale(in Sender sender) => IsStale(Find(sender.Id), sender.Epoch);

    /// <summary>
    /// Takes note that a frame of a peer arrived: it is alive, and where the frame came from is
    /// where it is reached. A newcomer is entered.
    /// </summary>
    /// <param name="now">The moment.</param>
    /// <param name="sender">Who sent the frame.</param>
    /// <param name="outbox">Told when the peer turns alive or has restarted.</param>
    /// <returns>
    /// The handle, or <see cref="NoHandle"/> with nothing changed: the frame is of an earlier
    /// incarnation or of one that said goodbye, or the table is full.
    /// </returns>
    public int Hear(Instant now, in Sender sender, Outbox outbox)
    {
        int handle = Find(sender.Id);
        if (IsStale(handle, sender.Epoch))
            return NoHandle;
        if (handle == NoHandle)
            handle = Add(new Descriptor(sender.Id, sender.Address, sender.Epoch, 0), now);
        else
            Renew(handle, sender.Epoch, sender.Address, now);
        if (handle == NoHandle)
            return NoHandle;
        ref Peer row = ref rows[handle];
        bool restarted = sender.Epoch > row.HeardEpoch && row.HeardEpoch > 0;
        if (row.Address != sender.Address)
            Version++;
        row.Address = sender.Address;
        row.HeardEpoch = sender.Epoch;
        row.LastHeard = now;
        row.Unanswered = 0;
        row.TombstoneUntil = default;
        if (restarted)
            outbox.Tell(new NodeEvent(NodeEventKind.PeerRestarted, row.Id, 0, sender.Epoch));
        if (row.State != PeerState.Alive)
        {
            Move(handle, PeerState.Alive, now);
            outbox.Tell(new NodeEvent(NodeEventKind.PeerAlive, row.Id));
        }

        return handle;
    }

    /// <summary>Moves a peer to another state, noting when.</summary>
    public void Move(int handle, PeerState state, Instant now)
    {
        rows[handle].State = state;
        rows[handle].Since = now;
        Version++;
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
        index.Remove(rows[handle].Id, rows);
        rows[handle] = default;
        due[handle] = Instant.Never;
        free.Push(handle);
        Version++;
    }

    private bool IsStale(int handle, uint epoch) =>
        handle != NoHandle
        && (epoch < rows[handle].Epoch
            || (rows[handle].State == PeerState.Left && epoch <= rows[handle].HeardEpoch));

    private void Renew(int handle, uint epoch, PeerAddress address, Instant now)
    {
        ref Peer row = ref rows[handle];
        if (epoch <= row.Epoch)
            return;
        row.Epoch = epoch;
        row.Address = address;
        due[handle] = now;
        row.Unanswered = 0;
        if (row.State == PeerState.Left)
            row.State = PeerState.Unverified;
        Version++;
    }

    private int Add(in Descriptor descriptor, Instant now)
    {
        if (index.Count >= Limits.KnownPeers)
            return NoHandle;
        if (!free.TryPop(out int handle))
        {
            if (used == rows.Length)
            {
                Array.Resize(ref rows, 2 * used);
                Array.Resize(ref due, 2 * used);
            }

            handle = used++;
        }

        rows[handle] = new Peer
        {
            Id = descriptor.Id,
            Address = descriptor.Address,
            Epoch = descriptor.Epoch,
            Since = now,
        };
        due[handle] = now;
        index.Add(descriptor.Id, handle, rows);
        Version++;
        return handle;
    }
}
