using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tests;

public sealed class LeaseKeepingTests
{
    [Fact]
    public void An_answer_that_arrives_twice_does_not_lose_the_member()
    {
        var pair = new LeasePair();
        Subcloud subcloud = pair.Create(1);
        LeasePair.Taken(pair.ToMachine).ForEach(pair.DeliverToMachine);
        LeasePair.Taken(pair.ToCustomer).ForEach(pair.DeliverToCustomer);
        LeasePair.Taken(pair.ToMachine).ForEach(pair.DeliverToMachine);
        byte[] answer = Assert.Single(LeasePair.Taken(pair.ToCustomer));

        pair.DeliverToCustomer(answer);
        pair.DeliverToCustomer(answer);
        pair.Pass(1);

        Assert.Equal(MemberState.Active, Assert.Single(subcloud.Members).State);
    }

    [Fact]
    public void The_answer_to_an_earlier_renewal_does_not_extend_a_lease()
    {
        var pair = new LeasePair();
        Subcloud subcloud = pair.CreateActive();
        pair.Pass(11);
        pair.DeliverToMachine(LeasePair.Taken(pair.ToMachine)[0]);
        byte[] early = Assert.Single(LeasePair.Taken(pair.ToCustomer));
        pair.DeliverToCustomer(early);
        Instant granted = Assert.Single(pair.Ledger.Leases.ToArray()).ExpiresAt;

        // From now on nothing reaches the machine, and the old answer comes again and again.
        while (pair.Now < granted)
        {
            pair.Pass(1);
            pair.DeliverToCustomer(early);
        }

        Assert.DoesNotContain(subcloud.Members, m => m.State == MemberState.Active);
    }

    [Fact]
    public void A_customer_relies_on_no_more_than_the_machine_grants()
    {
        var pair = new LeasePair(
            customer: new LeaseOptions { Lease = TimeSpan.FromSeconds(30) },
            machine: new LeaseOptions { LeaseMax = TimeSpan.FromSeconds(9) });
        Subcloud subcloud = pair.CreateActive();

        pair.Pass(8.9);
        Assert.Equal(MemberState.Active, Assert.Single(subcloud.Members).State);
        Assert.Equal(1, pair.Ledger.Leases.Length);
        pair.Pass(0.3);

        Assert.DoesNotContain(subcloud.Members, m => m.State == MemberState.Active);
        Assert.True(pair.Ledger.Leases.IsEmpty);
    }

    [Fact]
    public void A_commit_whose_answers_are_lost_is_given_back_when_it_is_given_up()
    {
        var pair = new LeasePair();
        pair.Create(1);
        LeasePair.Taken(pair.ToMachine).ForEach(pair.DeliverToMachine);
        LeasePair.Taken(pair.ToCustomer).ForEach(pair.DeliverToCustomer);
        LeasePair.Taken(pair.ToMachine).ForEach(pair.DeliverToMachine);
        pair.ToCustomer.Clear();
        Assert.True(Assert.Single(pair.Ledger.Leases.ToArray()).Active);

        pair.Pass(1.1);
        LeasePair.Taken(pair.ToMachine).ForEach(pair.DeliverToMachine);

        Assert.DoesNotContain(pair.Ledger.Leases.ToArray(), lease => lease.Active);
    }

    [Fact]
    public void A_member_that_is_lost_is_replaced_and_the_old_ones_are_forgotten_in_time()
    {
        var pair = new LeasePair(customer: new LeaseOptions { Lease = TimeSpan.FromSeconds(1) });
        Subcloud subcloud = pair.CreateActive();
        for (int i = 0; i < 100; i++)
        {
            pair.Pass(1.5);
            pair.DeliverAll();
            pair.Pass(1);
            pair.DeliverAll();
        }

        Assert.InRange(subcloud.Members.Count(m => m.State == MemberState.Lost), 10, 65);
    }

    [Fact]
    public void A_hold_that_a_late_copy_of_a_request_made_is_given_back()
    {
        var pair = new LeasePair();
        Subcloud subcloud = pair.Create(1);
        byte[] reserve = Assert.Single(LeasePair.Taken(pair.ToMachine));
        pair.DeliverToMachine(reserve);
        pair.DeliverAll();
        Member member = Assert.Single(subcloud.Members);
        pair.Pass(31);
        LeasePair.Taken(pair.ToMachine);
        Assert.Equal(MemberState.Lost, member.State);

        pair.DeliverToMachine(reserve);
        Assert.Single(pair.Ledger.Leases.ToArray());
        pair.DeliverToCustomer(LeasePair.Taken(pair.ToCustomer)[^1]);
        LeasePair.Taken(pair.ToMachine).ForEach(pair.DeliverToMachine);

        Assert.DoesNotContain(
            pair.Ledger.Leases.ToArray(), lease => lease.Request == member.Request);
    }

    [Fact]
    public void Renewals_keep_a_lease_as_long_as_the_subcloud_lives()
    {
        var pair = new LeasePair();
        Subcloud subcloud = pair.CreateActive();
        Fence fence = Assert.Single(subcloud.Members).Fence;
        for (int i = 0; i < 1000; i++)
        {
            pair.Pass(0.2);
            pair.DeliverAll();
        }

        Assert.Equal(fence, Assert.Single(pair.Ledger.Leases.ToArray()).Fence);
        pair.Release(subcloud);
        pair.DeliverAll();
        Assert.True(pair.Ledger.Leases.IsEmpty);
    }

    [Fact]
    public void Subclouds_that_expired_are_forgotten_too()
    {
        var pair = new LeasePair();
        for (int i = 1; i <= Limits.EndedSubclouds + 20; i++)
        {
            pair.Create((UInt128)i, ttlSeconds: 0.01);
            pair.Pass(0.05);
            pair.DeliverAll();
        }

        Assert.InRange(pair.Controller.Subclouds.Count, 1, Limits.EndedSubclouds + 2);
        Assert.InRange(pair.Deletions, 18, 20);
    }
}
