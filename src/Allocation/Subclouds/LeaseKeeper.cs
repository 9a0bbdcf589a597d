using P2PCS.Allocation.Leases;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>
/// The customer's side of leases: sends again what was not answered, renews each third of a
/// lease, and stops relying on one a little before its machine does. Silence has a clock of its
/// own: a member whose machine does not answer is unreachable, and lost only after a while.
/// </summary>
/// <param name="peers">Who answers, who left, who restarted.</param>
internal sealed class LeaseKeeper(PeerTable peers)
{
    // The customer's clock may run slower than the machine's by this part.
    private const double ClockDrift = 1e-3;

    /// <summary>Looks after every member of a subcloud.</summary>
    public void Tick(Instant now, Subcloud subcloud, Talk talk)
    {
        foreach (Member member in subcloud.Roster)
        {
            switch (member.State)
            {
                case MemberState.Asked when now >= member.NextSend:
                    MemberLine.Ask(now, subcloud, member, talk);
                    break;
                case MemberState.Committing or MemberState.Active:
                    Keep(now, subcloud, member, talk);
                    break;
            }
        }
    }

    /// <summary>Takes a machine's answer to a commit, renewal or release.</summary>
    public static void TakeAnswer(
        Instant now, Subcloud subcloud, Member member, in LeaseAnswerMessage answer, Talk talk)
    {
        bool relied = member.State is MemberState.Committing or MemberState.Active;
        if (!relied || answer.Verb != LeaseVerb.Renew || answer.Fence != member.Fence)
            return;
        if (answer.Outcome != LeaseOutcome.Granted)
        {
            Lose(now, subcloud, member, talk.Outbox);
            return;
        }

        if (answer.Renewal != member.Renewal || member.AskedAt == Instant.Never)
            return;

        // "the customer assumes the shorter lease": it counts from when it asked.
        TimeSpan granted = TimeSpan.FromMilliseconds(answer.Milliseconds);
        granted = granted < talk.Options.Lease ? granted : talk.Options.Lease;
        member.LeaseUntil = member.AskedAt + (granted * (1 - ClockDrift));
        member.NextSend = now + (granted / 3);
        member.AskedAt = Instant.Never;
        if (member.State != MemberState.Active)
            Tell(NodeEventKind.MemberActive, subcloud, member, talk.Outbox);
        member.State = MemberState.Active;
        member.WasActive = true;
    }

    /// <summary>Takes a machine's own word that a lease has ended or is to end.</summary>
    public static void TakeNotice(
        Instant now, Subcloud subcloud, Member member, in LeaseNoticeMessage notice, Talk talk)
    {
        if (member.Fence != notice.Fence || member.State is MemberState.Lost
            or MemberState.Released)
        {
            return;
        }

        if (notice.IsOver)
        {
            Lose(now, subcloud, member, talk.Outbox);
        }
        else if (!member.Draining)
        {
            member.Draining = true;
            Tell(NodeEventKind.MemberDraining, subcloud, member, talk.Outbox);
            Replace(now, subcloud);
        }
    }

    /// <summary>Gives a member up; its tasks must run elsewhere.</summary>
    public static void Lose(Instant now, Subcloud subcloud, Member member, Outbox outbox)
    {
        if (member.State == MemberState.Active)
            Tell(NodeEventKind.MemberLost, subcloud, member, outbox);

        // A drained one was counted when it was told of.
        if (member is { WasActive: true, Draining: false })
            Replace(now, subcloud);
        MemberLine.Finish(
            member, member.WasActive ? MemberState.Lost : MemberState.Released, outbox);
    }

    private static void Replace(Instant now, Subcloud subcloud)
    {
        subcloud.Losses++;
        subcloud.Hurry(now);
    }

    private void Keep(Instant now, Subcloud subcloud, Member member, Talk talk)
    {
        Watch(now, subcloud, member, talk.Outbox);
        bool silent = now >= member.UnreachableSince + subcloud.Spec.LostAfter;
        if (now >= member.LeaseUntil || silent || IsGone(member))
        {
            // Requests may have arrived all the time and only the answers be lost.
            MemberLine.GiveBack(member, talk.Outbox);
            Lose(now, subcloud, member, talk.Outbox);
            return;
        }

        if (now >= member.NextSend)
            MemberLine.Renew(now, member, talk);
        if (member is { State: MemberState.Active, Draining: true } && member.Used == default)
        {
            Tell(NodeEventKind.MemberReleased, subcloud, member, talk.Outbox);
            MemberLine.Release(member, talk);
        }
    }

    private void Watch(Instant now, Subcloud subcloud, Member member, Outbox outbox)
    {
        bool reachable = IsReachable(member);
        if (reachable == member.Reachable)
            return;
        member.Reachable = reachable;
        member.UnreachableSince = reachable ? Instant.Never : now;
        if (member.State == MemberState.Active)
        {
            Tell(
                reachable ? NodeEventKind.MemberReachable : NodeEventKind.MemberUnreachable,
                subcloud,
                member,
                outbox);
        }
    }

    /// <summary>Tells what happened to a member.</summary>
    public static void Tell(
        NodeEventKind kind, Subcloud subcloud, Member member, Outbox outbox) =>
        outbox.Tell(new NodeEvent(kind, member.Peer, subcloud.Spec.Id, member.Fence.Counter));

    private bool IsGone(Member member)
    {
        int handle = peers.Find(member.Peer);
        return handle != PeerTable.NoHandle
            && (peers[handle].State == PeerState.Left
                || peers[handle].LeastEpoch > member.Fence.Epoch);
    }

    // The node itself is not in its own table, and is always reachable.
    private bool IsReachable(Member member)
    {
        int handle = peers.Find(member.Peer);
        return handle == PeerTable.NoHandle || peers[handle].State != PeerState.Unreachable;
    }
}
