using P2PCS.Slicing.Slices;

namespace P2PCS.Slicing.Tests.Slices;

public sealed class SliceMembershipTests
{
    private const double Error = 0.001;

    private readonly SliceMembership top = new(Slice.Top("a", 0.2));

    [Fact]
    public void The_first_estimate_counts_at_once()
    {
        Assert.True(Decide(0.9, Error));
        Assert.True(new Slice("a", 0.4, 0.6).Contains(0.4));
        Assert.False(new Slice("a", 0.4, 0.6).Contains(0.6));
    }

    [Fact]
    public void Just_beyond_the_border_a_peer_stays()
    {
        Decide(0.81, Error);
        for (int i = 0; i < 10; i++)
            Assert.True(Decide(0.795, Error));
    }

    [Fact]
    public void Far_beyond_the_border_it_leaves_after_three_epochs()
    {
        Decide(0.81, Error);
        Assert.True(Decide(0.75, Error));
        Assert.True(Decide(0.75, Error));
        Assert.False(Decide(0.75, Error));
    }

    [Fact]
    public void One_epoch_back_in_between_begins_the_count_anew()
    {
        Decide(0.81, Error);
        Decide(0.75, Error);
        Decide(0.75, Error);
        Assert.True(Decide(0.81, Error));
        Assert.True(Decide(0.75, Error));
        Assert.True(Decide(0.75, Error));
        Assert.False(Decide(0.75, Error));
    }

    [Fact]
    public void A_much_better_estimate_counts_at_once()
    {
        Decide(0.81, 0.05);
        Assert.False(Decide(0.799, Error));
    }

    private bool Decide(double rank, double error)
    {
        top.Decide(new RankPlace(rank, error, false));
        return top.IsIn;
    }
}
