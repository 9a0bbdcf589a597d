using P2PCS.Protocol;
using P2PCS.Slicing.Ranks;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests;

public sealed class RankCounterTests
{
    [Fact]
    public void A_rank_belongs_to_the_slice_that_holds_it()
    {
        Assert.Equal(0, RankCounter.SliceOf(0, 10));
        Assert.Equal(0, RankCounter.SliceOf(0.0999, 10));
        Assert.Equal(5, RankCounter.SliceOf(0.5, 10));
        Assert.Equal(9, RankCounter.SliceOf(1, 10));
        Assert.Equal(0, RankCounter.SliceOf(-0.1, 10));
        Assert.Equal(0, RankCounter.SliceOf(0.7, 1));
    }

    [Fact]
    public void A_counter_counts_what_sorts_before_its_owner() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 500; i++)
        {
            var attributes = new double[rng.Below(40)];
            var ties = new uint[attributes.Length];
            for (int j = 0; j < ties.Length; j++)
                (attributes[j], ties[j]) = (rng.Below(20), (uint)rng.Below(5));
            (double Attribute, uint Tie) own = (rng.Below(20), (uint)rng.Below(5));
            int expected = attributes.Zip(ties).Count(other => other.CompareTo(own) < 0);
            Assert.Equal(
                expected, RankCounter.Below(attributes, ties, own.Attribute, own.Tie));
        }
    });
}
