using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tests.Subclouds;

public sealed class SubcloudTests
{
    [Fact]
    public void Enough_machines_make_an_active_subcloud_and_hold_no_more_than_asked()
    {
        var cloud = new Cloud(8);
        Subcloud subcloud = cloud.Create(count: 3, min: 3);
        Assert.Equal(SubcloudState.Allocating, subcloud.State);
        cloud.Run(0.1);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        Assert.Equal(3, subcloud.Ready);
        Assert.Equal(3, subcloud.Members.Select(m => m.Peer).Distinct().Count());
        Assert.Equal(3, cloud.LeasesHeld());
    }

    [Fact]
    public void Leases_are_renewed_for_as_long_as_it_lives()
    {
        var cloud = new Cloud(3);
        Subcloud subcloud = cloud.Create(3, 3);
        cloud.Run(600);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        int renewals = cloud.Sent.Count(sent => sent.Kind == MessageKind.LeaseRequest);
        Assert.InRange(renewals, 3 * 58, 3 * 62);
    }

    [Fact]
    public void Fewer_than_the_minimum_fail_with_counts_and_nothing_held()
    {
        var cloud = new Cloud(4);
        cloud.Machines[1].Ledger.Offer(Machine.Size, accepts: false);
        cloud.Machines[2].Ledger.Offer(new Resources(500, 4096), accepts: true);
        foreach (Machine machine in cloud.Machines.Values)
            cloud.Join(machine);
        Subcloud subcloud = cloud.Create(count: 4, min: 3);
        cloud.Run(6);
        Assert.Equal(SubcloudState.Failed, subcloud.State);
        Assert.Equal(ReasonCode.InsufficientCapacity, subcloud.Reason);
        Assert.Equal(
            new Shortfall(5, 2, 1, 0, 2, 4000, 4096) { TooFewCores = 1 }, subcloud.Shortfall);
        Assert.Equal(0, cloud.LeasesHeld());
        Assert.Equal(Instant.Never, cloud.Controller.NextDeadline);
    }

    [Fact]
    public void Machines_that_may_not_work_are_not_asked_although_they_offer()
    {
        var cloud = new Cloud(3);
        cloud.Barred.Add(Wires.Id(2));
        Subcloud subcloud = cloud.Create(count: 3, min: 2);
        cloud.Run(3);
        Assert.Equal(SubcloudState.Degraded, subcloud.State);
        Assert.DoesNotContain(
            subcloud.Members, member => member.Peer == Wires.Id(2));
        Assert.DoesNotContain(cloud.Sent, sent => sent.To == Wires.Address(2));
    }

    [Fact]
    public void The_minimum_gives_a_degraded_one_that_fills_up_later()
    {
        var cloud = new Cloud(2);
        Subcloud subcloud = cloud.Create(count: 3, min: 2);
        cloud.Run(3);
        Assert.Equal(SubcloudState.Degraded, subcloud.State);
        Assert.Equal(2, subcloud.Ready);
        cloud.Join(new Machine(3));
        cloud.Run(30);
        Assert.Equal(SubcloudState.Active, subcloud.State);
    }

    [Fact]
    public void Machines_that_others_have_taken_meanwhile_are_found_out_and_let_go()
    {
        var cloud = new Cloud(3);
        cloud.Machines[1].Lease(77, Machine.Size);
        Subcloud subcloud = cloud.Create(3, 3, within: 3);
        cloud.Run(10);
        Assert.Equal(SubcloudState.Failed, subcloud.State);
        Assert.Equal(1, cloud.LeasesHeld());
    }

    [Fact]
    public void It_ends_with_its_time_to_live()
    {
        var cloud = new Cloud(3);
        Subcloud subcloud = cloud.Create(2, 2, ttl: 40);
        cloud.Run(39.9);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        cloud.Run(0.2);
        Assert.Equal(SubcloudState.Expired, subcloud.State);
        Assert.Equal(ReasonCode.TtlEnded, subcloud.Reason);
        Assert.Equal(0, cloud.LeasesHeld());
    }

    [Fact]
    public void A_lost_member_is_replaced()
    {
        var cloud = new Cloud(4);
        Subcloud subcloud = cloud.Create(3, 3);
        cloud.Run(1);
        int lost = (int)subcloud.Members[0].Peer.Hash.D;
        cloud.Silence(lost);
        cloud.Believe(lost, PeerState.Unreachable);
        cloud.Run(1);
        Assert.Equal(SubcloudState.Degraded, subcloud.State);
        Assert.Equal(2, subcloud.Ready);
        cloud.Run(60);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        Assert.Equal(MemberState.Lost, subcloud.Members[0].State);
        Assert.Equal(0, cloud.Machines[lost].Ledger.Leases.Length);
    }

    [Fact]
    public void A_member_that_restarted_has_lost_its_lease()
    {
        var cloud = new Cloud(3);
        Subcloud subcloud = cloud.Create(3, 3);
        cloud.Run(1);
        cloud.Join(new Machine(2, epoch: 2));
        cloud.Run(5);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        Assert.Equal(1, subcloud.Members.Count(m => m.State == MemberState.Lost));
        Member again = subcloud.Members.Single(
            m => m.Peer == Wires.Id(2) && m.State == MemberState.Active);
        Assert.Equal(2u, again.Fence.Epoch);
    }

    [Fact]
    public void A_member_that_left_is_given_up_at_once()
    {
        var cloud = new Cloud(3);
        Subcloud subcloud = cloud.Create(2, 1);
        cloud.Run(1);
        int left = (int)subcloud.Members[0].Peer.Hash.D;
        cloud.Silence(left);
        cloud.Believe(left, PeerState.Left);
        cloud.Run(3);
        Assert.Equal(MemberState.Lost, subcloud.Members[0].State);
        Assert.Equal(SubcloudState.Active, subcloud.State);
    }

    [Fact]
    public void A_short_silence_loses_no_member()
    {
        var cloud = new Cloud(2);
        Subcloud subcloud = cloud.Create(2, 2);
        cloud.Run(1);
        cloud.Silence(1);
        cloud.Believe(1, PeerState.Unreachable);
        cloud.Run(4);
        Assert.Equal(1, subcloud.Ready);
        cloud.Heal(1);
        cloud.Believe(1, PeerState.Alive);
        cloud.Run(12);
        Assert.Equal(SubcloudState.Active, subcloud.State);
        Assert.DoesNotContain(subcloud.Members, m => m.State == MemberState.Lost);
    }

    [Fact]
    public void A_late_offer_is_given_back()
    {
        var cloud = new Cloud(1);
        byte[] body = Wires.Body((ref b) => new OfferMessage(
            55, LeaseOutcome.Granted, new Fence(1, 9), default).Write(ref b));
        cloud.Controller.Receive(
            cloud.Now, Wires.Sender(1), MessageKind.Offer, body, cloud.Outbox);
        byte[] sent = Assert.Single(cloud.Outbox.Sent(MessageKind.LeaseRequest));
        Assert.True(LeaseRequestMessage.TryRead(sent, out LeaseRequestMessage request));
        Assert.Equal(
            (LeaseVerb.Release, new Fence(1, 9)), (request.Verb, request.Fence));
    }

    [Fact]
    public void A_lost_request_is_sent_again()
    {
        var cloud = new Cloud(2);
        cloud.Silence(1);
        Subcloud subcloud = cloud.Create(2, 2);
        cloud.Run(0.3);
        cloud.Heal(1);
        cloud.Run(0.5);
        Assert.Equal(SubcloudState.Active, subcloud.State);
    }

    [Fact]
    public void A_commit_that_nobody_answered_leaves_nothing_held_at_the_end()
    {
        var cloud = new Cloud(2);
        Subcloud subcloud = cloud.Create(2, 2, within: 3);
        cloud.Run(0.0025);
        cloud.Silence(1);
        cloud.Run(60);
        Assert.Equal(SubcloudState.Failed, subcloud.State);
        Assert.Equal(0, cloud.LeasesHeld());
    }

    [Fact]
    public void Releasing_gives_everything_back_at_once()
    {
        var cloud = new Cloud(4);
        Subcloud subcloud = cloud.Create(3, 3);
        cloud.Run(1);
        cloud.Controller.Release(subcloud, ReasonCode.ByCustomer, cloud.Outbox);
        cloud.Run(0.1);
        Assert.Equal(SubcloudState.Released, subcloud.State);
        Assert.Equal(0, cloud.LeasesHeld());
    }

    [Fact]
    public void Two_subclouds_share_the_machines_without_overcommitting_them()
    {
        var cloud = new Cloud(3);
        Subcloud[] all = [.. Enumerable.Range(0, 5).Select(_ => cloud.Create(3, 3))];
        cloud.Run(6);
        Assert.Equal(4, all.Count(s => s.State == SubcloudState.Active));
        Assert.Equal(12, cloud.LeasesHeld());
    }

    [Fact]
    public void No_more_ended_subclouds_are_kept_than_the_limit()
    {
        var cloud = new Cloud(0);
        for (int i = 0; i < Limits.EndedSubclouds + 20; i++)
        {
            var spec = new SubcloudSpec(
                (UInt128)i + 1, null, 1, 1, new Resources(1, 1), TimeSpan.Zero, default, false);
            cloud.Controller.Create(cloud.Now, spec, cloud.Outbox);
            cloud.Outbox.Clear();
        }

        Assert.InRange(
            cloud.Controller.Subclouds.Count, 1, Limits.EndedSubclouds + 1);
    }
}
