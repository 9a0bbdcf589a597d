using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>When a controller must look at a subcloud again.</summary>
internal static class Deadlines
{
    public static Instant Of(Subcloud subcloud)
    {
        if (subcloud.IsEnded)
            return Instant.Never;
        Instant deadline = Instant.Min(subcloud.ExpiresAt, subcloud.RoundEnds);
        foreach (Member member in subcloud.Roster)
        {
            if (member.State >= MemberState.Lost)
                continue;
            deadline = Instant.Min(deadline, member.NextSend);
            if (member.State < MemberState.Committing)
                continue;
            deadline = Instant.Min(deadline, member.LeaseUntil);
            deadline = Instant.Min(
                deadline, member.UnreachableSince + subcloud.Spec.LostAfter);
        }

        bool searching = subcloud.RoundEnds == Instant.Never
            && subcloud.State != SubcloudState.Releasing
            && subcloud.Vacancies > 0;
        return searching ? Instant.Min(deadline, subcloud.NextRound) : deadline;
    }
}
