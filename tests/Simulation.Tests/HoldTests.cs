using P2PCS.Protocol;
using P2PCS.Simulation.Holds;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests;

public sealed class HoldTests
{
    private static readonly Resources Total = new(1000, 1000);
    private static readonly Fence First = new(1, 1);
    private static readonly Fence Second = new(1, 2);

    [Fact]
    public void No_slot_is_leased_twice_and_no_stale_fence_accepted_whatever_happens()
    {
        int seeds = (int)Seed.Number("P2PCS_HOLD_SEEDS", 12);
        var sum = new HoldStatistics();
        for (ulong i = 0; i < (ulong)seeds; i++)
        {
            HoldResult result = new HoldRun(HoldScenario.FromSeed(Seed.Value + i)).ToEnd();
            Assert.True(result.Failure is null, result.Failure);
            sum += result.Statistics;
        }

        Assert.True(sum.Holds > 2000L * seeds, $"{sum}");
        Assert.True(sum is { Vanished: > 20, StaleRefused: > 100, Failed: > 20 }, $"{sum}");
        Assert.True(sum.Crashes > seeds && sum.Cuts > seeds, $"{sum}");
    }

    [Fact]
    public void The_same_seed_has_the_same_history()
    {
        HoldScenario brief = HoldScenario.FromSeed(Seed.Value) with
        {
            Busy = TimeSpan.FromSeconds(3),
        };
        Assert.Equal(
            new HoldRun(brief).ToEnd().Statistics, new HoldRun(brief).ToEnd().Statistics);
    }

    [Fact]
    public void A_slot_leased_twice_is_noticed()
    {
        var books = new LeaseBooks();
        Assert.Null(books.Written(0, First, Lease(600), Total));
        Assert.StartsWith(
            "H1", books.Written(0, Second, Lease(600), Total), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_struck_off_may_be_leased_again_under_another_fence_only()
    {
        var books = new LeaseBooks();
        Assert.Null(books.Written(0, First, Lease(600), Total));
        books.Struck(0, First);
        Assert.Null(books.Written(0, Second, Lease(600), Total));
        books.Struck(0, Second);
        Assert.StartsWith(
            "H2", books.Written(0, First, Lease(600), Total), StringComparison.Ordinal);
    }

    [Fact]
    public void An_offer_that_is_not_on_disk_is_noticed() => Assert.StartsWith(
        "H2", new LeaseBooks().Offered(0, First), StringComparison.Ordinal);

    [Fact]
    public void An_accepted_stale_fence_is_noticed() => Assert.StartsWith(
        "H3", LeaseBooks.Accepted(0, First, stood: false), StringComparison.Ordinal);

    [Fact]
    public void A_hold_that_is_kept_too_long_is_noticed()
    {
        TimeSpan five = TimeSpan.FromSeconds(5);
        Assert.Null(LeaseBooks.HoldEnded(0, First, five, five));
        Assert.StartsWith(
            "H4",
            LeaseBooks.HoldEnded(0, First, five + TimeSpan.FromTicks(1), five),
            StringComparison.Ordinal);
    }

    private static BookedLease Lease(uint processor) => new(
        1, new PeerId(new Digest(0, 0, 0, 1)), new Resources(processor, 1), false, default);
}
