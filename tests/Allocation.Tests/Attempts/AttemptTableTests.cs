using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tests.Attempts;

public sealed class AttemptTableTests
{
    private static readonly Resources Half = new(2000, 2048);
    private static readonly Resources Quarter = new(1000, 1024);
    private static readonly AttemptKey Key = new(77, 1);
    private readonly Machine machine = new(1);

    [Fact]
    public void An_assignment_under_a_current_fence_is_started_once()
    {
        Fence fence = machine.Lease(9, Half);
        Assert.Equal(AttemptState.Staging, machine.Assign(9, Key, fence, Quarter)?.State);
        WorkRequest start = Assert.Single(machine.Outbox.Work.ToArray());
        Assert.Equal(WorkKind.Start, start.Kind);
        Assert.Equal(Wires.Address(9), start.Address);
        Assert.Equal(AttemptState.Staging, machine.Assign(9, Key, fence, Quarter)?.State);
        Assert.True(machine.Outbox.Work.IsEmpty);
        machine.Attempts.Started(Key, machine.Outbox);
        Assert.Equal(AttemptState.Running, machine.Outbox.LastReport().State);
        Assert.Equal(AttemptState.Running, machine.Assign(9, Key, fence, Quarter)?.State);
        Assert.True(machine.Outbox.Work.IsEmpty);
    }

    [Fact]
    public void An_assignment_without_a_current_fence_is_refused()
    {
        Fence fence = machine.Lease(9, Half);
        Fence wrong = fence with { Counter = fence.Counter + 1 };
        Assert.Equal(AttemptState.RefusedStale, machine.Assign(9, Key, wrong, Quarter)?.State);
        Assert.Equal(AttemptState.RefusedStale, machine.Assign(8, Key, fence, Quarter)?.State);
        Fence hold = machine.Reserve(9, 5, Quarter).Fence;
        Assert.Equal(AttemptState.RefusedStale, machine.Assign(9, Key, hold, Quarter)?.State);
        Assert.True(machine.Outbox.Work.IsEmpty);
        Assert.Empty(machine.Attempts.Attempts);
    }

    [Fact]
    public void A_lease_takes_no_more_attempts_than_fit_into_it()
    {
        Fence fence = machine.Lease(9, Half);
        machine.Assign(9, new AttemptKey(1, 1), fence, Quarter);
        machine.Assign(9, new AttemptKey(2, 1), fence, Quarter);
        var third = new AttemptKey(3, 1);
        Assert.Equal(AttemptState.RefusedBusy, machine.Assign(9, third, fence, Quarter)?.State);
        machine.End(new AttemptKey(1, 1));
        Assert.Equal(AttemptState.Staging, machine.Assign(9, third, fence, Quarter)?.State);
    }

    [Fact]
    public void The_end_of_its_lease_stops_an_attempt()
    {
        Fence fence = machine.Lease(9, Half);
        machine.Assign(9, Key, fence, Quarter);
        machine.Outbox.Clear();
        machine.Tick(Wires.Start + TimeSpan.FromSeconds(30));
        Assert.Equal(WorkKind.Discard, Assert.Single(machine.Outbox.Work.ToArray()).Kind);
        machine.Outbox.Clear();
        machine.End(Key, AttemptOutcome.Killed);
        machine.Tick(Wires.Start + TimeSpan.FromSeconds(60));
        Assert.True(machine.Outbox.Sends.IsEmpty);
        Assert.True(machine.Outbox.Work.IsEmpty);
    }

    [Fact]
    public void An_end_is_told_again_until_it_is_dismissed()
    {
        Fence fence = machine.Lease(9, Half);
        machine.Assign(9, Key, fence, Quarter);
        machine.End(Key, exit: 7);
        for (int i = 0; i < 5; i++)
        {
            machine.Outbox.Clear();
            machine.Tick(machine.Attempts.NextDeadline);
            ReportMessage report = machine.Outbox.LastReport();
            Assert.Equal((AttemptState.Ended, 7), (report.State, report.ExitCode));
        }

        machine.Outbox.Clear();
        machine.Dismiss(8, Key);
        Assert.True(machine.Outbox.Work.IsEmpty);
        machine.Dismiss(9, Key);
        Assert.Equal(WorkKind.Discard, Assert.Single(machine.Outbox.Work.ToArray()).Kind);
        machine.Outbox.Clear();
        machine.Tick(Wires.Start + TimeSpan.FromSeconds(20));
        Assert.True(machine.Outbox.Sends.IsEmpty);
        Assert.Equal(Instant.Never, machine.Attempts.NextDeadline);
    }

    [Fact]
    public void A_dismissed_attempt_is_not_started_by_a_late_assignment()
    {
        Fence fence = machine.Lease(9, Half);
        machine.Assign(9, Key, fence, Quarter);
        machine.Dismiss(9, Key);
        machine.End(Key, AttemptOutcome.Killed);
        Assert.Null(machine.Assign(9, Key, fence, Quarter));
        Assert.True(machine.Outbox.Work.IsEmpty);
    }

    [Fact]
    public void A_running_attempt_is_told_of_now_and_then()
    {
        Fence fence = machine.Lease(9, Half);
        machine.Assign(9, Key, fence, Quarter);
        machine.Attempts.Started(Key, machine.Outbox);
        machine.Outbox.Clear();
        machine.Tick(machine.Attempts.NextDeadline);
        Assert.Equal(AttemptState.Running, machine.Outbox.LastReport().State);
    }

    [Fact]
    public void There_are_never_more_attempts_than_the_limit()
    {
        Fence fence = machine.Lease(9, Half);
        for (int i = 1; i <= 2 * Limits.LocalAttempts; i++)
        {
            var key = new AttemptKey((UInt128)i, 1);
            machine.Assign(9, key, fence, Quarter);
            machine.End(key);
            if (i <= Limits.LocalAttempts / 2)
                machine.Dismiss(9, key);
            Assert.InRange(machine.Attempts.Attempts.Count, 1, Limits.LocalAttempts);
        }

        Assert.Equal(
            AttemptState.RefusedBusy,
            machine.Assign(9, new AttemptKey(1_000_000, 1), fence, Quarter)?.State);
    }

    [Fact]
    public void A_released_lease_takes_its_attempts_along()
    {
        Fence fence = machine.Lease(9, Half);
        machine.Assign(9, Key, fence, Quarter);
        machine.End(Key);
        machine.Operate(9, LeaseVerb.Release, fence);
        Assert.Empty(machine.Attempts.Attempts);
    }
}
