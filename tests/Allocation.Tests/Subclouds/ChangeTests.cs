using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tests.Subclouds;

public sealed class ChangeTests
{
    private readonly Cloud cloud = new(8);

    [Fact]
    public void Scaling_up_adds_members_and_leaves_the_others_alone()
    {
        Subcloud subcloud = Active(3);
        Fence[] before = Fences(subcloud);
        Scale(subcloud, 5);
        cloud.Run(0.2);
        Assert.Equal((SubcloudState.Active, 5), (subcloud.State, subcloud.Ready));
        Assert.Equal(before, Fences(subcloud)[..3]);
        Assert.Equal(5, cloud.LeasesHeld());
    }

    [Fact]
    public void Scaling_down_takes_idle_members_first_and_leaves_the_others_alone()
    {
        Subcloud subcloud = Active(4);
        Member busy = Busy(subcloud);
        Scale(subcloud, 1);
        cloud.Run(0.2);
        Assert.Equal((SubcloudState.Active, 1), (subcloud.State, subcloud.Ready));
        Assert.Equal(MemberState.Active, busy.State);
        Assert.Equal(1, cloud.LeasesHeld());
    }

    [Fact]
    public void A_terminated_member_is_not_replaced()
    {
        Subcloud subcloud = Active(3);
        Member member = subcloud.Members[1];
        Assert.True(cloud.Controller.Terminate(cloud.Now, subcloud, member, cloud.Outbox));
        cloud.Run(30);
        Assert.Equal((SubcloudState.Active, 2, 2),
            (subcloud.State, subcloud.Ready, subcloud.Spec.Count));
        Assert.Equal(2, cloud.LeasesHeld());
    }

    [Fact]
    public void The_last_member_is_not_terminated()
    {
        Subcloud subcloud = Active(1);
        Assert.False(cloud.Controller.Terminate(
            cloud.Now, subcloud, subcloud.Members[0], cloud.Outbox));
    }

    [Fact]
    public void A_renewed_subcloud_lives_longer()
    {
        Subcloud subcloud = cloud.Create(2, 2, ttl: 10);
        cloud.Run(5);
        SubcloudSpec longer = subcloud.Spec with { Ttl = TimeSpan.FromSeconds(100) };
        cloud.Controller.Change(cloud.Now, subcloud, longer, cloud.Outbox);
        cloud.Run(90);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        cloud.Run(10);
        Assert.Equal(SubcloudState.Expired, subcloud.State);
    }

    [Fact]
    public void A_member_on_a_drained_machine_is_replaced_and_given_back()
    {
        Subcloud subcloud = Active(3);
        Machine drained = MachineOf(subcloud.Members[0]);
        drained.Ledger.Drain(Instant.Never, cloud.Now, drained.Outbox);
        cloud.Run(1);
        Assert.Equal((SubcloudState.Active, 3), (subcloud.State, subcloud.Ready));
        Assert.Equal(0, drained.Ledger.Leases.Length);
        Assert.Equal(1, subcloud.Losses);
    }

    [Fact]
    public void A_busy_member_on_a_drained_machine_stays_until_it_is_idle()
    {
        Subcloud subcloud = Active(3);
        Member member = Busy(subcloud);
        Machine drained = MachineOf(member);
        drained.Ledger.Drain(Instant.Never, cloud.Now, drained.Outbox);
        cloud.Run(60);
        Assert.Equal(1, drained.Ledger.Leases.Length);
        Assert.Equal(3, subcloud.Ready);
        cloud.Dispatcher.Cancel(cloud.Now, cloud.Dispatcher.Tasks[0], cloud.Outbox);
        cloud.Run(20);
        Assert.Equal(0, drained.Ledger.Leases.Length);
    }

    [Fact]
    public void A_revoked_lease_is_replaced_at_once()
    {
        Subcloud subcloud = Active(3);
        Machine owner = MachineOf(subcloud.Members[0]);
        Assert.True(owner.Ledger.Revoke(subcloud.Members[0].Fence, owner.Outbox));
        cloud.Run(0.2);
        Assert.Equal((SubcloudState.Active, 3), (subcloud.State, subcloud.Ready));
    }

    [Fact]
    public void A_silent_member_is_lost_after_its_own_time_and_no_sooner()
    {
        Subcloud subcloud = Active(3);
        Member member = subcloud.Members[0];
        int number = (int)member.Address.Ip;
        cloud.Silence(number);
        cloud.Believe(number, PeerState.Unreachable);
        cloud.Run(4.9);
        Assert.Equal((MemberState.Active, false), (member.State, member.Reachable));
        cloud.Run(0.4);
        Assert.Equal(MemberState.Lost, member.State);
        Assert.Equal((SubcloudState.Active, 3), (subcloud.State, subcloud.Ready));
    }

    [Fact]
    public void A_silent_member_that_is_heard_again_goes_on()
    {
        Subcloud subcloud = Active(3);
        Member member = subcloud.Members[0];
        int number = (int)member.Address.Ip;
        cloud.Believe(number, PeerState.Unreachable);
        cloud.Run(3);
        Assert.Equal(SubcloudState.Degraded, subcloud.State);
        cloud.Believe(number, PeerState.Alive);
        cloud.Run(20);
        Assert.Equal((SubcloudState.Active, 0), (subcloud.State, subcloud.Losses));
        Assert.Equal(MemberState.Active, member.State);
    }

    [Fact]
    public void No_more_members_are_replaced_than_allowed()
    {
        Subcloud subcloud = Active(3);
        SubcloudSpec strict = subcloud.Spec with { ReplaceMax = 1, Min = 1 };
        cloud.Controller.Change(cloud.Now, subcloud, strict, cloud.Outbox);
        for (int i = 0; i < 2; i++)
        {
            Member member = subcloud.Members.First(m => m.State == MemberState.Active);
            Machine owner = MachineOf(member);
            owner.Ledger.Revoke(member.Fence, owner.Outbox);
            cloud.Run(1);
        }

        Assert.Equal((SubcloudState.Degraded, 2), (subcloud.State, subcloud.Ready));
    }

    [Fact]
    public void A_subcloud_being_released_finds_no_more_members()
    {
        Subcloud subcloud = Active(3);
        cloud.Controller.ReleaseLater(subcloud, cloud.Outbox);
        Machine owner = MachineOf(subcloud.Members[0]);
        owner.Ledger.Revoke(subcloud.Members[0].Fence, owner.Outbox);
        cloud.Run(60);
        Assert.Equal((SubcloudState.Releasing, 2), (subcloud.State, subcloud.Ready));
        cloud.Controller.Release(subcloud, ReasonCode.ByCustomer, cloud.Outbox);
        cloud.Run(1);
        Assert.Equal(0, cloud.LeasesHeld());
    }

    [Fact]
    public void A_survey_says_what_would_be_found_and_what_would_help()
    {
        var spec = new SubcloudSpec(
            1, null, 9, 9, new Resources(5000, 512), TimeSpan.FromHours(1), default, false);
        Survey survey = cloud.Controller.Survey(spec with { Min = 8 });
        Assert.Empty(survey.Fitting);
        Assert.Equal(8, survey.Shortfall.TooFewCores);
        Assert.Equal((4000u, 0u), (survey.LessCpuMilli, survey.LessMemMiB));
        Assert.Equal(0, cloud.LeasesHeld());
    }

    private Subcloud Active(int count)
    {
        Subcloud subcloud = cloud.Create(count, count);
        cloud.Run(0.1);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        return subcloud;
    }

    private Member Busy(Subcloud subcloud)
    {
        var order = new TaskOrder(
            subcloud.Spec.Id, new Digest(1, 1, 1, 1), new Resources(500, 1));
        Assert.Equal(
            SubmitOutcome.Queued,
            cloud.Dispatcher.Submit(cloud.Now, 99, order, cloud.Outbox));
        cloud.Run(0.1);
        return Assert.Single(subcloud.Members, m => m.Used != default);
    }

    private void Scale(Subcloud subcloud, int count) => cloud.Controller.Change(
        cloud.Now, subcloud, subcloud.Spec with { Count = count, Min = 1 }, cloud.Outbox);

    private Machine MachineOf(Member member) => cloud.Machines[(int)member.Address.Ip];

    private static Fence[] Fences(Subcloud subcloud) =>
        [.. subcloud.Members.Where(m => m.State == MemberState.Active).Select(m => m.Fence)];
}
