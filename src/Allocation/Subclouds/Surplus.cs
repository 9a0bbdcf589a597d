using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>Which members go when fewer are wanted.</summary>
internal static class Surplus
{
    /// <summary>Gives back as many as there are too many: first those that do not serve, then the
    /// idle ones, the newest first.</summary>
    public static void Release(Subcloud subcloud, Talk talk)
    {
        int surplus = -subcloud.Vacancies;
        if (surplus <= 0)
            return;
        List<Member> leaving = subcloud.Roster.FindAll(member => member.Serves);
        leaving.Reverse();
        leaving = [.. leaving.OrderBy(Worth)];
        foreach (Member member in leaving.Take(surplus))
            Release(subcloud, member, talk);
    }

    /// <summary>Gives one member back.</summary>
    public static void Release(Subcloud subcloud, Member member, Talk talk)
    {
        if (member.State == MemberState.Active)
            LeaseKeeper.Tell(NodeEventKind.MemberReleased, subcloud, member, talk.Outbox);
        MemberLine.Release(member, talk);
    }

    private static long Worth(Member member) => member switch
    {
        { Reachable: false } => -2,
        { State: MemberState.Committing } => -1,
        _ => member.Used.CpuMilli,
    };
}
