using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Query.Aggregation;
using P2PCS.Tests;

namespace P2PCS.Query.Tests;

public sealed class HistogramTests
{
    [Fact]
    public void A_value_starts_in_the_bucket_whose_bounds_hold_it()
    {
        double[] shares = [9, 9, 9];
        Assert.Equal(0, Histogram.Start(1, [1, 2], shares));
        Assert.Equal([1, 0, 0], shares);
        Assert.Equal(1, Histogram.Start(1.5, [1, 2], shares));
        Assert.Equal([0, 1, 0], shares);
        Assert.Equal(2, Histogram.Start(7, [1, 2], shares));
        Assert.Equal([0, 0, 1], shares);
    }

    [Fact]
    public void After_an_epoch_every_node_knows_the_distribution() => Seed.Run((ref Rng rng) =>
    {
        const int nodes = 500;
        double[] bounds = [1, 2, 4, 8];
        double[][] shares = new double[nodes][];
        double[] actual = new double[5];
        for (int node = 0; node < nodes; node++)
        {
            shares[node] = new double[5];
            actual[Histogram.Start(10 * rng.Fraction(), bounds, shares[node])] += 1.0 / nodes;
        }

        for (int cycle = 0; cycle < Averaging.EpochCycles; cycle++)
        {
            for (int node = 0; node < nodes; node++)
            {
                int partner = (node + 1 + rng.Below(nodes - 1)) % nodes;
                Averaging.Exchange(shares[node], shares[partner]);
            }
        }

        // 30 cycles shrink the variance by 0.3 to the 30th, so deviations by about 1e-8.
        foreach (double[] share in shares)
        {
            for (int bucket = 0; bucket < actual.Length; bucket++)
                Assert.Equal(actual[bucket], share[bucket], 1e-6);
        }
    });

    [Fact]
    public void A_quantile_is_read_off_the_line_in_its_bucket()
    {
        double[] bounds = [10, 20, 40];
        double[] shares = [0.1, 0.4, 0.4, 0.1];
        Assert.Equal(10, Histogram.Quantile(0, bounds, shares));
        Assert.Equal(10, Histogram.Quantile(0.1, bounds, shares), 12);
        Assert.Equal(15, Histogram.Quantile(0.3, bounds, shares), 12);
        Assert.Equal(30, Histogram.Quantile(0.7, bounds, shares), 12);
        Assert.Equal(40, Histogram.Quantile(1, bounds, shares), 12);
    }
}
