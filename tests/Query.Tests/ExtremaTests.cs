using P2PCS.Protocol;
using P2PCS.Query.Aggregation;
using P2PCS.Tests;

namespace P2PCS.Query.Tests;

public sealed class ExtremaTests
{
    [Fact]
    public void A_merge_keeps_the_smaller_of_each_pair() => Seed.Run((ref Rng rng) =>
    {
        for (int count = 1; count < 70; count++)
        {
            var mine = new float[count];
            var theirs = new float[count];
            Extrema.Start(mine, ref rng);
            Extrema.Start(theirs, ref rng);
            float[] smaller = [.. mine.Zip(theirs, Math.Min)];
            Extrema.Merge(mine, theirs);
            Assert.Equal(smaller, mine);
            Extrema.Merge(mine, theirs);
            Assert.Equal(smaller, mine);
        }
    });

    [Fact]
    public void The_estimate_is_one_less_than_the_count_over_the_sum() =>
        Assert.Equal(2 / 0.75, Extrema.Estimate([0.25f, 0.25f, 0.25f]), 6);
}
