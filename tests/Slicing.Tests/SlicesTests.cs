using P2PCS.Protocol;
using P2PCS.Slicing.Ranking;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests;

public sealed class SlicesTests
{
    [Fact]
    public void A_rank_belongs_to_the_slice_that_holds_it()
    {
        Assert.Equal(0, Slices.Of(0, 10));
        Assert.Equal(0, Slices.Of(0.0999, 10));
        Assert.Equal(5, Slices.Of(0.5, 10));
        Assert.Equal(9, Slices.Of(1, 10));
        Assert.Equal(0, Slices.Of(-0.1, 10));
        Assert.Equal(0, Slices.Of(0.7, 1));
    }

    [Fact]
    public void The_nearest_boundary_is_found_as_by_trying_all() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 2000; i++)
        {
            int slices = 2 + rng.Below(30);
            double rank = rng.Fraction();
            double nearest = Enumerable.Range(1, slices - 1)
                .Min(boundary => Math.Abs(rank - ((double)boundary / slices)));
            Assert.Equal(nearest, Slices.DistanceToBoundary(rank, slices), 12);
        }
    });

    [Fact]
    public void One_slice_has_no_boundary() =>
        Assert.Equal(double.PositiveInfinity, Slices.DistanceToBoundary(0.5, 1));

    [Fact]
    public void Disorder_adds_the_distances_and_counts_the_wrong()
    {
        int[] actual = [0, 1, 2, 3];
        int[] estimated = [0, 3, 1, 3];
        Assert.Equal(3, Slices.Disorder(actual, estimated));
        Assert.Equal(0.5, Slices.Misassigned(actual, estimated));
    }

    [Fact]
    public void A_counter_counts_what_is_smaller() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 500; i++)
        {
            double[] seen = new double[rng.Below(40)];
            foreach (ref double other in seen.AsSpan())
                other = rng.Below(20);
            double own = rng.Below(20);
            int below = RankEstimate.CountBelow(seen, own);
            Assert.Equal(seen.Count(other => other < own), below);
            double share = seen.Length == 0 ? 0.7 : (double)below / seen.Length;
            Assert.Equal(share, RankEstimate.Share(below, seen.Length, 0.7));
        }
    });
}
