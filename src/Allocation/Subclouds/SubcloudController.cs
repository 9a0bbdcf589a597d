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
    private readonly SubcloudLife life;
    private readonly CandidateFinder finder;
    private readonly SubcloudShelf shelf = new();
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
        this.finder = finder;
        life = new SubcloudLife(
            options, peers, new Recruitment(finder, rng), new LeaseKeeper(peers));
    }

    /// <summary>All subclouds, oldest first; ended ones are kept for a while.</summary>
    public IReadOnlyList<Subcloud> Subclouds => shelf.All;

    /// <summary>Those that have not ended, oldest first.</summary>
    public IReadOnlyList<Subcloud> Live => shelf.Live;

    /// <summary>Grows when a subcloud ends or is forgotten.</summary>
    public long EndedVersion => shelf.EndedVersion;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Grows with every change.</summary>
    public long Version => life.Version;

    /// <summary>The subcloud of that name in the protocol, or null.</summary>
    public Subcloud? Find(UInt128 id) => shelf.Find(id);

    /// <summary>What could be had now, if nobody else asked; nothing is held.</summary>
    public Survey Survey(SubcloudSpec wanted) =>
        Allocation.Subclouds.Survey.Of(finder, wanted);

    /// <summary>Begins a subcloud; asking again with the same id changes nothing.</summary>
    public CreateOutcome Create(Instant now, SubcloudSpec spec, Outbox outbox)
    {
        Invariant.Holds(spec.Count is > 0 and <= Limits.SubcloudMembers);
        Invariant.Holds(spec.Min > 0 && spec.Min <= spec.Count);
        if (Find(spec.Id) is not null)
            return CreateOutcome.Created;
        if (spec.Name is not null && shelf.Live.Exists(s => s.Spec.Name == spec.Name))
            return CreateOutcome.NameTaken;
        if (shelf.Live.Count >= Limits.LiveSubclouds)
            return CreateOutcome.TooMany;
        var subcloud = new Subcloud(spec, now);
        shelf.Add(subcloud);
        SubcloudRecord.Write(subcloud, outbox);
        life.Step(now, subcloud, outbox);
        Reschedule(outbox);
        return CreateOutcome.Created;
    }

    /// <summary>Ends a subcloud and gives its machines back; an ended one stays as it is.</summary>
    public void Release(Subcloud subcloud, ReasonCode reason, Outbox outbox)
    {
        if (subcloud.IsEnded)
            return;
        life.End(subcloud, SubcloudState.Released, reason, outbox);
        shelf.Sweep(outbox);
    }

    /// <summary>Lets a subcloud end with its tasks: it takes no new ones and no new members. Who
    /// releases it is whoever knows its tasks.</summary>
    public void ReleaseLater(Subcloud subcloud, Outbox outbox)
    {
        if (subcloud.IsEnded || subcloud.State == SubcloudState.Releasing)
            return;
        Recruitment.CallOff(subcloud, new Talk(options, peers, outbox));
        subcloud.State = SubcloudState.Releasing;
        SubcloudLife.Announce(subcloud, outbox);
        Touch(subcloud);
    }

    /// <summary>Changes how many members are wanted, how long it lives, or its labels; members
    /// that are still wanted are left alone.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="subcloud">A live one that is not being released.</param>
    /// <param name="spec">As it is to be; id, name and resources stay as they are.</param>
    /// <param name="outbox">What to do.</param>
    public void Change(Instant now, Subcloud subcloud, SubcloudSpec spec, Outbox outbox)
    {
        Invariant.Holds(!subcloud.IsEnded && spec.Id == subcloud.Spec.Id);
        Invariant.Holds(spec.Count is > 0 and <= Limits.SubcloudMembers);
        Invariant.Holds(spec.Min > 0 && spec.Min <= spec.Count);
        bool scaled = spec.Count != subcloud.Spec.Count || spec.Min != subcloud.Spec.Min;
        subcloud.Spec = spec;
        if (scaled)
        {
            Surplus.Release(subcloud, new Talk(options, peers, outbox));
            subcloud.Hurry(now);
        }

        SubcloudRecord.Write(subcloud, outbox);
        outbox.Tell(new NodeEvent(
            NodeEventKind.SubcloudChanged, PeerId.None, spec.Id, spec.Count));
        Touch(subcloud);
    }

    /// <summary>Gives one member back for good: one less is wanted.</summary>
    /// <returns>False with nothing changed where it is no active member, or the last one.
    /// </returns>
    public bool Terminate(Instant now, Subcloud subcloud, Member member, Outbox outbox)
    {
        SubcloudSpec spec = subcloud.Spec;
        if (subcloud.IsEnded || member.State != MemberState.Active || spec.Count == 1)
            return false;
        Surplus.Release(subcloud, member, new Talk(options, peers, outbox));
        int count = spec.Count - 1;
        spec = spec with { Count = count, Min = Math.Min(spec.Min, count) };
        Change(now, subcloud, spec, outbox);
        return true;
    }

    /// <summary>Gives a member up at once: its machine said that the lease is stale.</summary>
    public void Lose(Instant now, Subcloud subcloud, Member member, Outbox outbox)
    {
        if (member.State != MemberState.Active)
            return;
        LeaseKeeper.Lose(now, subcloud, member, outbox);
        Touch(subcloud);
    }

    /// <summary>A machine of one of the subclouds, another at each turn; or none.</summary>
    public PeerId MemberAt(uint turn)
    {
        if (shelf.Live.Count == 0)
            return PeerId.None;
        (uint place, uint index) = Math.DivRem(turn, (uint)shelf.Live.Count);
        List<Member> roster = shelf.Live[(int)index].Roster;
        return roster.Count == 0 ? PeerId.None : roster[(int)(place % (uint)roster.Count)].Peer;
    }

    /// <summary>Looks after every live subcloud whose time has come.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        bool changed = peersVersion != peers.Version;
        peersVersion = peers.Version;
        if (now < NextDeadline && !changed)
            return;
        foreach (Subcloud subcloud in shelf.Live)
        {
            if (changed || now >= subcloud.Deadline)
                life.Step(now, subcloud, outbox);
        }

        Reschedule(outbox);
    }

    /// <summary>Takes a machine's answer or notice.</summary>
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

        if (kind == MessageKind.LeaseNotice)
        {
            return LeaseNoticeMessage.TryRead(body, out LeaseNoticeMessage notice)
                ? TakeNotice(now, sender, notice, outbox)
                : Refusal.BadBody;
        }

        return LeaseAnswerMessage.TryRead(body, out LeaseAnswerMessage answer)
            ? TakeAnswer(now, sender, answer, outbox)
            : Refusal.BadBody;
    }

    /// <summary>Ends every subcloud: the controller is going.</summary>
    public void Close(Outbox outbox)
    {
        foreach (Subcloud subcloud in shelf.Live)
            life.End(subcloud, SubcloudState.Failed, ReasonCode.FacadeStopped, outbox);
        shelf.Sweep(outbox);
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
        shelf.Add(subcloud);
        if (!subcloud.IsEnded)
            life.End(subcloud, SubcloudState.Failed, ReasonCode.FacadeRestarted, outbox);
        shelf.Sweep(outbox);
    }

    private Refusal TakeOffer(
        Instant now, in Sender sender, in OfferMessage offer, Outbox outbox)
    {
        bool awaited = shelf.TryLocate(
            sender.Id, offer.Request, out Subcloud subcloud, out Member member)
            && (member.State == MemberState.Asked || member.Fence == offer.Fence);

        // Too late a hold is given back.
        if (awaited || offer.Outcome != LeaseOutcome.Granted)
            Note(sender.Id, offer);
        if (awaited)
        {
            Recruitment.TakeOffer(subcloud, member, offer);
            bool yields = offer.Outcome == LeaseOutcome.Elsewhere
                && Distance.IsCloser(offer.Controller, peers.Self.Id, subcloud.Spec.Id);
            if (yields)
                life.End(subcloud, SubcloudState.Failed, ReasonCode.ControlledElsewhere, outbox);
            else
                life.Step(now, subcloud, outbox);
            Reschedule(outbox);
            return Refusal.None;
        }

        // Its round is over: the machine need not wait for the hold to lapse.
        var late = new Member(sender.Id, sender.Address, offer.Request) { Fence = offer.Fence };
        MemberLine.GiveBack(late, outbox);
        return Refusal.None;
    }

    // What a machine has free matters to the next search, not to the members of each subcloud.
    private void Note(PeerId machine, in OfferMessage offer)
    {
        int handle = peers.Find(machine);
        bool current = peersVersion == peers.Version;
        if (handle != PeerTable.NoHandle)
            peers.Note(handle, offer.Status);
        peersVersion = current ? peers.Version : peersVersion;
    }

    private Refusal TakeAnswer(
        Instant now, in Sender sender, in LeaseAnswerMessage answer, Outbox outbox)
    {
        if (!shelf.TryLocate(sender.Id, answer.Request, out Subcloud subcloud, out Member member))
            return answer.Verb == LeaseVerb.Release ? Refusal.None : Refusal.Unexpected;
        LeaseKeeper.TakeAnswer(now, subcloud, member, answer, new Talk(options, peers, outbox));
        life.Step(now, subcloud, outbox);
        Reschedule(outbox);
        return Refusal.None;
    }

    private Refusal TakeNotice(
        Instant now, in Sender sender, in LeaseNoticeMessage notice, Outbox outbox)
    {
        if (!shelf.TryLocate(sender.Id, notice.Request, out Subcloud subcloud, out Member member))
            return Refusal.Unexpected;
        LeaseKeeper.TakeNotice(now, subcloud, member, notice, new Talk(options, peers, outbox));
        life.Step(now, subcloud, outbox);
        Reschedule(outbox);
        return Refusal.None;
    }

    private void Touch(Subcloud subcloud)
    {
        subcloud.Deadline = default;
        NextDeadline = default;
        life.Changed();
    }

    private void Reschedule(Outbox outbox)
    {
        shelf.Sweep(outbox);
        NextDeadline = Instant.Never;
        foreach (Subcloud subcloud in shelf.Live)
            NextDeadline = Instant.Min(NextDeadline, subcloud.Deadline);
    }
}
