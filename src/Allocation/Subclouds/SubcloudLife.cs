using P2PCS.Allocation.Leases;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>Moves subclouds from state to state.</summary>
/// <param name="options">Parameters of leases.</param>
/// <param name="peers">What machines have free.</param>
/// <param name="recruitment">Finds members.</param>
/// <param name="keeper">Keeps their leases.</param>
internal sealed class SubcloudLife(
    LeaseOptions options, PeerTable peers, Recruitment recruitment, LeaseKeeper keeper)
{
    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    public void Changed() => Version++;

    public void Step(Instant now, Subcloud subcloud, Outbox outbox)
    {
        if (subcloud.IsEnded)
            return;
        SubcloudState before = subcloud.State;
        var talk = new Talk(options, peers, outbox);
        if (now >= subcloud.ExpiresAt)
        {
            End(subcloud, SubcloudState.Expired, ReasonCode.TtlEnded, outbox);
            return;
        }

        keeper.Tick(now, subcloud, talk);
        recruitment.Tick(now, subcloud, talk);
        if (subcloud.State is SubcloudState.Active or SubcloudState.Degraded)
        {
            subcloud.State = subcloud.Ready >= subcloud.Spec.Count
                ? SubcloudState.Active
                : SubcloudState.Degraded;
        }

        subcloud.Deadline = Deadlines.Of(subcloud);
        Version++;
        if (subcloud.State != before)
            Announce(subcloud, outbox);
    }

    public void End(Subcloud subcloud, SubcloudState state, ReasonCode reason, Outbox outbox)
    {
        foreach (Member member in subcloud.Roster)
        {
            if (member.State < MemberState.Lost)
                MemberLine.Release(member, new Talk(options, peers, outbox));
        }

        subcloud.Roster.RemoveAll(member => !member.WasActive);
        subcloud.State = state;
        subcloud.Reason = reason;
        subcloud.Deadline = Instant.Never;
        Version++;
        Announce(subcloud, outbox);
    }

    public static void Announce(Subcloud subcloud, Outbox outbox)
    {
        SubcloudRecord.Write(subcloud, outbox);
        outbox.Tell(new NodeEvent(
            NodeEventKind.SubcloudState, PeerId.None, subcloud.Spec.Id, (long)subcloud.State));
    }
}
