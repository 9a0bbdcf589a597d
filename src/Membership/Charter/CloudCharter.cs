using P2PCS.Membership.Admission;
using P2PCS.Membership.Liveness;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Membership.Charter;

/// <summary>
/// Who may be in the cloud, as this peer knows: the statements of root and admins and their
/// spreading, the members met, and the expulsion of those who are members no more.
/// </summary>
public sealed class CloudCharter
{
    private readonly CharterOptions options;
    private readonly PeerId self;
    private readonly PeerTable peers;
    private readonly FailureDetector detector;
    private readonly StatementGossip gossip;
    private readonly HashSet<PeerId> expelled = [];
    private Instant nextSave;
    private (long Statements, long Spared) enforced = (-1, 0);

    /// <summary>A charter without statements and members yet.</summary>
    /// <param name="options">Parameters.</param>
    /// <param name="own">This peer, and the cloud it is a member of.</param>
    /// <param name="peers">The node's table; the expelled are barred from it.</param>
    /// <param name="detector">Told at once who is gone.</param>
    /// <param name="rng">A stream of its own.</param>
    public CloudCharter(
        CharterOptions options,
        (PeerId Id, CloudId Cloud) own,
        PeerTable peers,
        FailureDetector detector,
        Rng rng)
    {
        this.options = options;
        self = own.Id;
        this.peers = peers;
        this.detector = detector;
        Members = new MemberRegister(own.Cloud, Statements);
        gossip = new StatementGossip(options, self, Members, peers, rng);
    }

    /// <summary>What root and admins said; read only.</summary>
    public StatementSet Statements { get; } = new();

    /// <summary>The members met; whoever verifies handshakes asks it.</summary>
    public MemberRegister Members { get; }

    /// <summary>Grows with every change that a snapshot would show.</summary>
    public long Version => Members.Version;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline => Members.IsDirty
        ? Instant.Min(nextSave, gossip.NextDeadline)
        : gossip.NextDeadline;

    /// <summary>Begins to compare with others.</summary>
    public void Start(Instant now) => gossip.Start(now);

    /// <summary>Takes back a record of kind Statement or Admission.</summary>
    public void Restore(RecordKind kind, ReadOnlySpan<byte> value)
    {
        if (kind == RecordKind.Statement)
            gossip.Restore(value);
        else
            Members.Restore(value);
    }

    /// <summary>Spreads, writes down whom it met, and expels.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        gossip.Tick(now, outbox);
        if (Members.IsDirty && now >= nextSave)
        {
            nextSave = now + options.SavePace;
            Members.Save(outbox);
        }

        Enforce(outbox);
    }

    /// <summary>Takes a frame of kinds 12 to 15.</summary>
    /// <returns>Why it is refused.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        Refusal refusal = gossip.Receive(now, sender, kind, body, outbox);
        Enforce(outbox);
        return refusal;
    }

    /// <summary>Applies and spreads a statement made here; false where it is known or there is no
    /// room.</summary>
    public bool Issue(Instant now, Statement statement, Outbox outbox)
    {
        bool added = gossip.Issue(now, statement, outbox);
        Enforce(outbox);
        return added;
    }

    // Whoever is refused leaves the table; whom nothing is held against any more may come back.
    private void Enforce(Outbox outbox)
    {
        if (enforced == (Statements.Version, Members.Spared))
            return;
        enforced = (Statements.Version, Members.Spared);
        foreach (PeerId gone in expelled.Where(IsMember).ToArray())
        {
            peers.Unbar(gone);
            expelled.Remove(gone);
        }

        foreach (PeerId banned in Statements.Banned)
        {
            if (!IsMember(banned))
                Expel(banned, outbox);
        }

        foreach (VerifiedPeer member in Members.Members)
        {
            if (!IsMember(member.Id))
                Expel(member.Id, outbox);
        }
    }

    private bool IsMember(PeerId peer) => Members.RefusalOf(peer) == AdmissionRefusal.None;

    private void Expel(PeerId peer, Outbox outbox)
    {
        // Its own row stays: what a ban of this peer means is for the others to enforce.
        if (peer == self || !expelled.Add(peer))
            return;
        peers.Bar(peer);
        outbox.Tell(new NodeEvent(NodeEventKind.PeerBarred, peer));
        int handle = peers.Find(peer);
        if (handle != PeerTable.NoHandle)
            detector.Forget(handle);
    }
}
