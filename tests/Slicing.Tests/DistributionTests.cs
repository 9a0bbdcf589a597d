using P2PCS.Protocol;
using P2PCS.Slicing.Ranks;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests;

public sealed class DistributionTests
{
    [Fact]
    public void A_rank_is_read_off_the_line_as_by_a_scan() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 1000; i++)
        {
            (double[] thresholds, double[] shares) = Points(2 + rng.Below(12), ref rng);
            double attribute = (1.4 * rng.Fraction()) - 0.2;
            Assert.Equal(
                NaiveRank(attribute, thresholds, shares),
                Distribution.RankOf(attribute, thresholds, shares),
                12);
        }
    });

    [Fact]
    public void The_attribute_at_a_rank_has_that_rank() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 1000; i++)
        {
            (double[] thresholds, double[] shares) = Points(2 + rng.Below(12), ref rng);
            double rank = shares[0] + ((shares[^1] - shares[0]) * rng.Fraction());
            double attribute = Distribution.ValueAt(rank, thresholds, shares);
            Assert.Equal(rank, Distribution.RankOf(attribute, thresholds, shares), 6);
        }
    });

    [Fact]
    public void Refined_thresholds_ascend_between_the_same_ends() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 1000; i++)
        {
            int count = 3 + rng.Below(40);
            (double[] thresholds, double[] shares) = Points(count, ref rng);
            var next = new double[count];
            int slices = 2 + rng.Below(count - 2);
            Distribution.Refine(slices, 0.5 * rng.Fraction() / slices, thresholds, shares, next);
            Assert.Equal(thresholds[0], next[0]);
            Assert.Equal(thresholds[^1], next[^1]);
            Assert.Equal(next.Order(), next);
        }
    });

    [Fact]
    public void Thresholds_are_dealt_evenly_around_the_boundaries()
    {
        var next = new double[8];
        Distribution.Refine(3, 0.1, [0, 0.5, 1], [0, 0.5, 1], next);
        // Three for each boundary: one on it, the others as far from it as they may be.
        double[] expected = [0, 1 / 3.0 - 0.1, 1 / 3.0, 1 / 3.0 + 0.1,
            2 / 3.0 - 0.1, 2 / 3.0, 2 / 3.0 + 0.1, 1];
        for (int i = 0; i < next.Length; i++)
            Assert.Equal(expected[i], next[i], 12);
    }

    [Fact]
    public void Each_epoch_brings_a_boundary_nearer()
    {
        // Ranks are the square roots of the values: the median is 0.25.
        double[] thresholds = [.. Enumerable.Range(0, 9).Select(i => i / 8.0 * (i / 8.0 + 7) / 8)];
        double reach = 0.25;
        double error = 1;
        for (int epoch = 0; epoch < 4; epoch++)
        {
            double[] shares = [.. thresholds.Select(Math.Sqrt)];
            double found = Distribution.ValueAt(0.5, thresholds, shares);
            double itsError = Math.Abs(found - 0.25);
            Assert.True(itsError <= error / 4, $"epoch {epoch}: {itsError} after {error}");
            error = Math.Max(itsError, 1e-12);
            reach /= 10;
            var next = new double[thresholds.Length];
            Distribution.Refine(2, reach, thresholds, shares, next);
            thresholds = next;
        }
    }

    [Fact]
    public void A_node_counts_at_each_threshold_that_it_does_not_exceed()
    {
        var part = new double[4];
        Distribution.Indicate(2, [1, 2, 3, 4], part);
        Assert.Equal([0, 1, 1, 1], part);
    }

    private static (double[] Thresholds, double[] Shares) Points(int count, ref Rng rng)
    {
        double[] thresholds = new double[count];
        double[] shares = new double[count];
        for (int i = 0; i < count; i++)
            (thresholds[i], shares[i]) = (rng.Fraction(), rng.Fraction());
        Array.Sort(thresholds);
        Array.Sort(shares);
        return (thresholds, shares);
    }

    private static double NaiveRank(double attribute, double[] thresholds, double[] shares)
    {
        if (attribute <= thresholds[0])
            return shares[0];
        for (int i = 1; i < thresholds.Length; i++)
        {
            if (attribute <= thresholds[i])
            {
                double slope = (shares[i] - shares[i - 1]) / (thresholds[i] - thresholds[i - 1]);
                return shares[i - 1] + (slope * (attribute - thresholds[i - 1]));
            }
        }

        return shares[^1];
    }
}
