using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Tasks;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;
using P2PCS.Simulation.Swarms;

namespace P2PCS.Simulation.Tests;

/// <summary>The rules must be able to fail: each is shown a forged state.</summary>
public sealed class SafetyRulesTests
{
    private const ulong Right = 8;
    private readonly SafetyRules rules = new();

    [Fact]
    public void Promising_more_than_the_machine_has_breaks_S1()
    {
        Lease[] leases = [Promise(1, 600), Promise(2, 500)];

        Assert.Null(rules.Promises(0, leases, new Resources(1100, 2)));
        Assert.StartsWith(
            "S1", rules.Promises(0, leases, new Resources(1099, 2)), StringComparison.Ordinal);
        Assert.StartsWith(
            "S1", rules.Promises(0, leases, new Resources(1100, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_leases_with_one_fence_break_S2()
    {
        Lease[] leases = [Promise(1, 10), Promise(1, 10)];

        Assert.StartsWith(
            "S2", rules.Promises(0, leases, new Resources(1000, 10)), StringComparison.Ordinal);
    }

    [Fact]
    public void Granting_a_fence_again_later_breaks_S2()
    {
        var total = new Resources(1000, 10);

        Assert.Null(rules.Promises(3, [Promise(1, 10)], total));
        Assert.Null(rules.Promises(4, [Promise(1, 10) with { Request = 99 }], total));
        Assert.Null(rules.Promises(3, [], total));
        Assert.StartsWith(
            "S2",
            rules.Promises(3, [Promise(1, 10) with { Request = 99 }], total),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_accepted_tries_break_S3()
    {
        Assert.Null(rules.Ended(RightEnd));
        Assert.StartsWith(
            "S3",
            new SafetyRules().Ended(RightEnd with { Accepted = 2 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_result_breaks_S3()
    {
        TaskEnd wrong = RightEnd with { Result = TaskOracle.ResultOf(9) };

        Assert.StartsWith("S3", rules.Ended(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_end_that_differs_breaks_S3()
    {
        Assert.Null(rules.Ended(RightEnd));
        Assert.Null(rules.Ended(RightEnd));
        Assert.StartsWith(
            "S3",
            rules.Ended(RightEnd with { State = TaskState.Cancelled }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Coming_up_with_too_few_members_breaks_S4()
    {
        Assert.Null(SafetyRules.CameUp(1, 3, 3));
        Assert.StartsWith("S4", SafetyRules.CameUp(1, 2, 3), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_above_its_limit_breaks_S5()
    {
        Assert.Null(SafetyRules.Bounded("peers", 3, 3));
        Assert.StartsWith("S5", SafetyRules.Bounded("peers", 4, 3), StringComparison.Ordinal);
    }

    private static TaskEnd RightEnd => new(
        Right, TaskState.Failed, 7, TaskOracle.ResultOf(Right), Accepted: 1);

    private static Lease Promise(uint counter, uint processor) => new(
        new Fence(1, counter),
        counter,
        new PeerId(new Digest(0, 0, 0, 1)),
        1,
        new Resources(processor, 1),
        Active: true,
        Instant.Never);
}
