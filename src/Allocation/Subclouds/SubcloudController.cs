using P2PCS.Allocation.Leases;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>
/// Runs the subclouds that were asked for at this peer: finds machines, keeps their leases, makes
/// up for lost ones, and gives everything back at the end.
/// </summary>
public sealed class SubcloudController
{
    private readonly LeaseOptions options;
    private readonly PeerTable peers;
    private readonly Recruitment recruitment;
    private readonly LeaseKeeper keeper;
    private readonly List<Subcloud> subclouds = [];
    private long peersVersion;

    /// <summary>A controller without subclouds.</summary>
    /// <param name="options">Parameters of leases.</param>
    /// <param name="peers">The node's table of peers.</param>
    /// <param name="finder">Where candidates come from.</param>
    /// <param name="rng">A stream of its own.</param>
    public SubcloudController(
        LeaseOptions options, PeerTable peers, CandidateFinder finder, Rng rng)
    {
        this.options = options;
        this.peers = peers;
        recruitment = new Recruitment(finder, rng);
        keeper = new LeaseKeeper(peers);
    }

    /// <summary>All subclouds, oldest first; ended ones are kept for a while.</summary>
    public IReadOnlyList<Subcloud> Subclouds => subclouds;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>The subcloud of that name in the protocol, or null.</summary>
    public Subcloud? Find(UInt128 id) => subclouds.Find(s => s.Spec.Id == id);

    /// <summary>Begins a subcloud; asking again with the same id changes nothing.</summary>
    public CreateOutcome Create(Instant now, SubcloudSpec spec, Outbox outbox)
    {
        Invariant.Holds(spec.Count is > 0 and <= Limits.SubcloudMembers);
        Invariant.Holds(spec.Min > 0 && spec.Min <= spec.Count);
        if (Find(spec.Id) is not null)
            return CreateOutcome.Created;
        if (spec.Name is not null && subclouds.Exists(s => !s.IsEnded && s.Spec.Name == spec.Name))
            return CreateOutcome.NameTaken;
        if (subclouds.Count(s => !s.IsEnded) >= Limits.LiveSubclouds)
            return CreateOutcome.TooMany;
        Forget(outbox);
        var subcloud = new Subcloud(spec, now);
        subclouds.Add(subcloud);
        SubcloudRecord.Write(subcloud, outbox);
        Step(now, subcloud, outbox);
        Reschedule();
        return CreateOutcome.Created;
    }

    /// <summary>Ends a subcloud and gives its machines back; an ended one stays as it is.</summary>
    public void Release(Subcloud subcloud, ReasonCode reason, Outbox outbox)
    {
        if (subcloud.IsEnded)
            return;
        End(subcloud, SubcloudState.Released, reason, outbox);
        Forget(outbox);
    }

    /// <summary>Gives a member up at once: its machine said that the lease is stale.</summary>
    public void Lose(Subcloud subcloud, Member member, Outbox outbox)
    {
        if (member.State != MemberState.Active)
            return;
        LeaseKeeper.Lose(subcloud, member, outbox);
        subcloud.Deadline = default;
        NextDeadline = default;
        Version++;
    }

    /// <summary>A machine of one of the subclouds, another at each turn; or none.</summary>
    public PeerId MemberAt(uint turn)
    {
        if (subclouds.Count == 0)
            return PeerId.None;
        (uint place, uint index) = Math.DivRem(turn, (uint)subclouds.Count);
        List<Member> roster = subclouds[(int)index].Roster;
        return roster.Count == 0 ? PeerId.None : roster[(int)(place % (uint)roster.Count)].Peer;
    }

    /// <summary>Looks after every live subcloud whose time has come.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        bool changed = peersVersion != peers.Version;
        peersVersion = peers.Version;
        if (now < NextDeadline && !changed)
            return;
        foreach (Subcloud subcloud in subclouds)
        {
            if (!subcloud.IsEnded && (changed || now >= subcloud.Deadline))
                Step(now, subcloud, outbox);
        }

        Reschedule();
    }

    /// <summary>Takes a machine's answer.</summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, MessageKind kind, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (kind == MessageKind.Offer)
        {
            return OfferMessage.TryRead(body, out OfferMessage offer)
                ? TakeOffer(now, sender, offer, outbox)
                : Refusal.BadBody;
        }

        return LeaseAnswerMessage.TryRead(body, out LeaseAnswerMessage answer)
            ? TakeAnswer(now, sender, answer, outbox)
            : Refusal.BadBody;
    }

    /// <summary>Ends every subcloud: the controller is going.</summary>
    public void Close(Outbox outbox)
    {
        foreach (Subcloud subcloud in subclouds)
        {
            if (!subcloud.IsEnded)
                End(subcloud, SubcloudState.Failed, ReasonCode.FacadeStopped, outbox);
        }

        NextDeadline = Instant.Never;
    }

    /// <summary>
    /// Takes back a record of an earlier incarnation: a subcloud that was live then has failed,
    /// and a member's lease is given back.
    /// </summary>
    public void Restore(RecordKind kind, UInt128 key, ReadOnlySpan<byte> record, Outbox outbox)
    {
        if (kind == RecordKind.Member)
        {
            MemberLine.ReleaseRecorded(key, record, outbox);
            return;
        }

        if (!SubcloudRecord.TryRead(key, record, out Subcloud? subcloud))
            return;
        subclouds.Add(subcloud);
        if (!subcloud.IsEnded)
            End(subcloud, SubcloudState.Failed, ReasonCode.FacadeRestarted, outbox);
    }

    private Refusal TakeOffer(
        Instant now, in Sender sender, in OfferMessage offer, Outbox outbox)
    {
        int handle = peers.Find(sender.Id);
        if (handle != PeerTable.NoHandle)
            peers.Note(handle, offer.Status);
        if (TryLocate(sender.Id, offer.Request, out Subcloud subcloud, out Member member)
            && (member.State == MemberState.Asked || member.Fence == offer.Fence))
        {
            Recruitment.TakeOffer(member, offer);
            Step(now, subcloud, outbox);
            Reschedule();
            return Refusal.None;
        }

        // Its round is over: the machine need not wait for the hold to lapse.
        var late = new Member(sender.Id, sender.Address, offer.Request) { Fence = offer.Fence };
        MemberLine.GiveBack(late, outbox);
        return Refusal.None;
    }

    private Refusal TakeAnswer(
        Instant now, in Sender sender, in LeaseAnswerMessage answer, Outbox outbox)
    {
        if (!TryLocate(sender.Id, answer.Request, out Subcloud subcloud, out Member member))
            return answer.Verb == LeaseVerb.Release ? Refusal.None : Refusal.Unexpected;
        LeaseKeeper.TakeAnswer(now, subcloud, member, answer, new Talk(options, outbox));
        Step(now, subcloud, outbox);
        Reschedule();
        return Refusal.None;
    }

    private bool TryLocate(
        PeerId peer, UInt128 request, out Subcloud subcloud, out Member member)
    {
        foreach (Subcloud candidate in subclouds)
        {
            Member? found = candidate.IsEnded ? null : candidate.FindMember(peer, request);
            if (found is null)
                continue;
            (subcloud, member) = (candidate, found);
            return true;
        }

        (subcloud, member) = (null!, null!);
        return false;
    }

    private void Step(Instant now, Subcloud subcloud, Outbox outbox)
    {
        SubcloudState before = subcloud.State;
        var talk = new Talk(options, outbox);
        if (now >= subcloud.ExpiresAt)
        {
            End(subcloud, SubcloudState.Expired, ReasonCode.TtlEnded, outbox);
            return;
        }

        keeper.Tick(now, subcloud, talk);
        recruitment.Tick(now, subcloud, talk);
        if (subcloud.State is SubcloudState.Active or SubcloudState.Degraded)
        {
            subcloud.State = subcloud.Ready == subcloud.Spec.Count
                ? SubcloudState.Active
                : SubcloudState.Degraded;
        }

        subcloud.Deadline = DeadlineOf(subcloud);
        Version++;
        if (subcloud.State != before)
            Announce(subcloud, outbox);
    }

    private static Instant DeadlineOf(Subcloud subcloud)
    {
        if (subcloud.IsEnded)
            return Instant.Never;
        Instant deadline = Instant.Min(subcloud.ExpiresAt, subcloud.RoundEnds);
        int filled = 0;
        foreach (Member member in subcloud.Roster)
        {
            if (member.State >= MemberState.Lost)
                continue;
            deadline = Instant.Min(deadline, member.NextSend);
            if (member.State < MemberState.Committing)
                continue;
            deadline = Instant.Min(deadline, member.LeaseUntil);
            filled++;
        }

        return filled < subcloud.Spec.Count && subcloud.RoundEnds == Instant.Never
            ? Instant.Min(deadline, subcloud.NextRound)
            : deadline;
    }

    private void End(Subcloud subcloud, SubcloudState state, ReasonCode reason, Outbox outbox)
    {
        foreach (Member member in subcloud.Roster)
        {
            if (member.State < MemberState.Lost)
                MemberLine.Release(member, new Talk(options, outbox));
        }

        subcloud.Roster.RemoveAll(member => !member.WasActive);
        subcloud.State = state;
        subcloud.Reason = reason;
        subcloud.Deadline = Instant.Never;
        Version++;
        Announce(subcloud, outbox);
    }

    private static void Announce(Subcloud subcloud, Outbox outbox)
    {
        SubcloudRecord.Write(subcloud, outbox);
        outbox.Tell(new NodeEvent(
            NodeEventKind.SubcloudState, PeerId.None, subcloud.Spec.Id, (long)subcloud.State));
    }

    private void Forget(Outbox outbox)
    {
        int ended = subclouds.Count(s => s.IsEnded);
        for (int i = 0; ended > Limits.EndedSubclouds && i < subclouds.Count; i++)
        {
            if (!subclouds[i].IsEnded)
                continue;
            outbox.Delete(RecordKind.Subcloud, subclouds[i].Spec.Id);
            subclouds.RemoveAt(i--);
            ended--;
        }
    }

    private void Reschedule()
    {
        NextDeadline = Instant.Never;
        foreach (Subcloud subcloud in subclouds)
        {
            if (!subcloud.IsEnded)
                NextDeadline = Instant.Min(NextDeadline, subcloud.Deadline);
        }
    }
}
