using P2PCS.Allocation.Leases;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Allocation.Tests.Leases;

public sealed class LeaseLedgerTests
{
    private static readonly Resources Half = new(2000, 2048);
    private readonly Machine machine = new(1);

    [Fact]
    public void The_same_request_gets_the_same_hold()
    {
        OfferMessage first = machine.Reserve(9, request: 5, Half);
        OfferMessage again = machine.Reserve(9, request: 5, Half);
        Assert.Equal(LeaseOutcome.Granted, first.Outcome);
        Assert.Equal(first.Fence, again.Fence);
        Assert.Equal(1, machine.Ledger.Leases.Length);
        Assert.Equal(Half, machine.Ledger.Status.Free);
        Assert.NotEqual(first.Fence, machine.Reserve(8, request: 5, Half).Fence);
    }

    [Fact]
    public void A_hold_lapses_after_five_seconds_of_the_machines_own_clock()
    {
        machine.Reserve(9, 5, Half);
        Assert.Equal(Wires.Start + TimeSpan.FromSeconds(5), machine.NextDeadline);
        machine.Tick(Wires.Start + TimeSpan.FromSeconds(4.999));
        Assert.Equal(1, machine.Ledger.Leases.Length);
        machine.Tick(Wires.Start + TimeSpan.FromSeconds(5));
        Assert.Equal(0, machine.Ledger.Leases.Length);
        Assert.Equal(Machine.Size, machine.Ledger.Status.Free);
        Assert.Equal(Instant.Never, machine.NextDeadline);
    }

    [Fact]
    public void A_lease_lasts_as_long_as_it_is_renewed()
    {
        Fence fence = machine.Reserve(9, 5, Half).Fence;
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(LeaseOutcome.Granted, machine.Operate(9, LeaseVerb.Renew, fence));
            machine.Tick(machine.Now + TimeSpan.FromSeconds(29));
        }

        Assert.True(machine.Ledger.TryFind(fence, Wires.Id(9), out _));
        machine.Tick(machine.Now + TimeSpan.FromSeconds(1));
        Assert.False(machine.Ledger.TryFind(fence, Wires.Id(9), out _));
        Assert.Equal(LeaseOutcome.Stale, machine.Operate(9, LeaseVerb.Renew, fence));
    }

    [Fact]
    public void No_lease_is_longer_than_the_longest()
    {
        Fence fence = machine.Reserve(9, 5, Half).Fence;
        machine.Operate(9, LeaseVerb.Renew, fence, ms: uint.MaxValue);
        Assert.Equal(Wires.Start + Machine.Options.LeaseMax, machine.NextDeadline);
    }

    [Fact]
    public void A_hold_is_no_lease_to_run_tasks_under()
    {
        Fence fence = machine.Reserve(9, 5, Half).Fence;
        Assert.False(machine.Ledger.TryFind(fence, Wires.Id(9), out _));
    }

    [Theory]
    [InlineData(LeaseVerb.Renew)]
    [InlineData(LeaseVerb.Release)]
    public void A_wrong_fence_or_another_customer_is_stale(LeaseVerb verb)
    {
        Fence fence = machine.Reserve(9, 5, Half).Fence;
        long version = machine.Ledger.Version;
        Assert.Equal(LeaseOutcome.Stale, machine.Operate(8, verb, fence));
        Fence next = fence with { Counter = fence.Counter + 1 };
        Assert.Equal(LeaseOutcome.Stale, machine.Operate(9, verb, next));
        Fence former = fence with { Epoch = fence.Epoch - 1 };
        Assert.Equal(LeaseOutcome.Stale, machine.Operate(9, verb, former));
        Assert.Equal(version, machine.Ledger.Version);
        Assert.Equal(1, machine.Ledger.Leases.Length);
    }

    [Fact]
    public void A_released_lease_is_free_at_once_and_stale_for_ever()
    {
        Fence fence = machine.Lease(9, Half);
        Assert.Equal(LeaseOutcome.Granted, machine.Operate(9, LeaseVerb.Release, fence));
        Assert.Equal(Machine.Size, machine.Ledger.Status.Free);
        Assert.Equal(LeaseOutcome.Stale, machine.Operate(9, LeaseVerb.Release, fence));
    }

    [Fact]
    public void More_than_is_free_is_full_and_an_unwilling_machine_declines()
    {
        machine.Reserve(9, 1, Half);
        Assert.Equal(LeaseOutcome.Full, machine.Reserve(9, 2, new Resources(2001, 1)).Outcome);
        Assert.Equal(LeaseOutcome.Full, machine.Reserve(9, 3, new Resources(1, 2049)).Outcome);
        machine.Ledger.Offer(Machine.Size, accepts: false);
        Assert.Equal(LeaseOutcome.Declined, machine.Reserve(9, 4, Half).Outcome);
        Assert.Equal(LeaseOutcome.Granted, machine.Reserve(9, 1, Half).Outcome);
    }

    [Fact]
    public void There_are_never_more_leases_than_the_limit()
    {
        for (int i = 0; i < Limits.Leases; i++)
            machine.Reserve(9, (UInt128)i, new Resources(1, 0));
        OfferMessage offer = machine.Reserve(9, 9999, new Resources(1, 0));
        Assert.Equal(LeaseOutcome.Full, offer.Outcome);
    }

    [Fact]
    public void Whatever_happens_nothing_is_promised_twice_and_no_fence_comes_again() =>
        Seed.Run((ref Rng rng) =>
        {
            var fences = new HashSet<Fence>();
            for (uint epoch = 1; epoch <= 3; epoch++)
                Storm(new Machine(1, epoch), fences, ref rng);
            Assert.True(fences.Count > 300, $"{fences.Count} fences");
        });

    [Fact]
    public void A_promise_is_a_record_before_it_is_an_answer()
    {
        Fence fence = machine.Reserve(9, 5, Half).Fence;
        RecordWrite record = machine.Outbox.Records[0];
        Assert.Equal(RecordKind.Lease, record.Kind);
        Assert.Equal(new UInt128(fence.Epoch, fence.Counter), record.Key);
        Assert.True(record.Bytes.Start < machine.Outbox.Sends[0].Bytes.Start);
        machine.Outbox.Clear();
        machine.Operate(9, LeaseVerb.Renew, fence);
        Assert.Equal(1, machine.Outbox.Records.Length);
        machine.Outbox.Clear();
        machine.Operate(9, LeaseVerb.Renew, fence);
        Assert.Equal(0, machine.Outbox.Records.Length);
        machine.Operate(9, LeaseVerb.Release, fence);
        Assert.True(machine.Outbox.Records[0].Delete);
    }

    [Fact]
    public void A_closed_ledger_has_freed_all_and_grants_nothing()
    {
        machine.Lease(9, Half);
        machine.Reserve(8, 5, Half);
        machine.Outbox.Clear();
        machine.Ledger.Close(machine.Outbox);
        Assert.Equal(0, machine.Ledger.Leases.Length);
        Assert.Equal(2, machine.Outbox.Records.Length);
        Assert.Equal(LeaseOutcome.Declined, machine.Reserve(9, 6, Half).Outcome);
    }

    [Fact]
    public void A_body_that_is_refused_changes_nothing_not_even_what_has_lapsed()
    {
        machine.Reserve(9, 5, Half);
        machine.Outbox.Clear();
        Instant late = Wires.Start + TimeSpan.FromSeconds(6);
        Refusal refusal = machine.Ledger.Receive(
            late, Wires.Sender(9), MessageKind.Reserve, [1], machine.Outbox);
        Assert.Equal(Refusal.BadBody, refusal);
        Assert.Equal(1, machine.Ledger.Leases.Length);
        Assert.True(machine.Outbox.Records.IsEmpty);
    }

    private static void Storm(Machine machine, HashSet<Fence> granted, ref Rng rng)
    {
        var mine = new List<Fence>();
        for (int i = 0; i < 800; i++)
        {
            machine.Outbox.Clear();
            int customer = 8 + rng.Below(2);
            int before = machine.Ledger.Leases.Length;
            if (rng.Below(2) == 0)
            {
                var wanted = new Resources(1 + (uint)rng.Below(2500), (uint)rng.Below(2500));
                Fence fence = machine.Reserve(customer, (UInt128)rng.Next(), wanted).Fence;
                if (machine.Ledger.Leases.Length > before)
                {
                    Assert.True(granted.Add(fence));
                    mine.Add(fence);
                }
            }
            else if (mine.Count > 0)
            {
                var verb = (LeaseVerb)rng.Below(2);
                machine.Operate(customer, verb, mine[rng.Below(mine.Count)]);
            }

            machine.Tick(machine.Now + TimeSpan.FromMilliseconds(rng.Below(2000)));
            Resources taken = default;
            foreach (Lease lease in machine.Ledger.Leases)
                taken += lease.Resources;
            Assert.True(taken.FitsIn(Machine.Size));
            Assert.Equal(Machine.Size - taken, machine.Ledger.Status.Free);
        }
    }

    [Fact]
    public void A_drained_machine_takes_nothing_new_and_tells_its_customers()
    {
        Fence fence = machine.Lease(9, Half);
        Fence hold = machine.Reserve(8, 5, Half).Fence;
        machine.Outbox.Clear();
        machine.Ledger.Drain(machine.Now + TimeSpan.FromSeconds(60), machine.Now, machine.Outbox);
        LeaseNoticeMessage notice = machine.LastNotice();
        Assert.Equal((fence, 60_000u), (notice.Fence, notice.Milliseconds));
        Assert.Equal(LeaseOutcome.Stale, machine.Operate(8, LeaseVerb.Renew, hold));
        Assert.Equal(LeaseOutcome.Declined, machine.Reserve(8, 6, Half).Outcome);
    }

    [Fact]
    public void Renewals_of_a_drained_machine_end_at_its_deadline()
    {
        Fence fence = machine.Lease(9, Half);
        Instant end = machine.Now + TimeSpan.FromSeconds(40);
        machine.Ledger.Drain(end, machine.Now, machine.Outbox);
        machine.Tick(machine.Now + TimeSpan.FromSeconds(20));
        Assert.Equal(LeaseOutcome.Granted, machine.Operate(9, LeaseVerb.Renew, fence));
        Assert.Equal(20_000u, machine.Outbox.LastAnswer().Milliseconds);
        machine.Tick(end);
        Assert.Equal(0, machine.Ledger.Leases.Length);
    }

    [Fact]
    public void After_a_drain_a_machine_takes_work_as_it_was_offered()
    {
        machine.Ledger.Drain(Instant.Never, machine.Now, machine.Outbox);
        machine.Ledger.Offer(Machine.Size, accepts: true);
        Assert.False(machine.Ledger.Status.Accepts);
        machine.Ledger.Resume();
        Assert.Equal(LeaseOutcome.Granted, machine.Reserve(9, 5, Half).Outcome);
    }

    [Fact]
    public void A_revoked_lease_ends_at_once_and_its_customer_is_told()
    {
        Fence fence = machine.Lease(9, Half);
        Assert.True(machine.Ledger.Revoke(fence, machine.Outbox));
        Assert.True(machine.LastNotice().IsOver);
        Assert.Equal(LeaseOutcome.Stale, machine.Operate(9, LeaseVerb.Renew, fence));
        Assert.False(machine.Ledger.Revoke(fence, machine.Outbox));
    }

    [Fact]
    public void A_machine_serves_a_subcloud_for_one_controller_only()
    {
        machine.Reserve(9, request: 5, Half);
        OfferMessage other = machine.Reserve(8, request: 6, Half, subcloud: 9);
        Assert.Equal(LeaseOutcome.Elsewhere, other.Outcome);
        Assert.Equal(Wires.Id(9), other.Controller);
        Assert.Equal(1, machine.Ledger.Leases.Length);
    }
}
