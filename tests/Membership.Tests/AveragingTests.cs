using P2PCS.Membership.Epochs;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests;

public sealed class AveragingTests
{
    [Fact]
    public void An_exchange_leaves_both_with_the_mean() => Seed.Run((ref Rng rng) =>
    {
        for (int count = 1; count < 40; count++)
        {
            double[] active = Numbers(count, ref rng);
            double[] passive = Numbers(count, ref rng);
            double[] mean = [.. active.Zip(passive, (one, two) => (one + two) * 0.5)];
            Averaging.Exchange(active, passive);
            Assert.Equal(mean, active);
            Assert.Equal(mean, passive);
        }
    });

    [Fact]
    public void A_trimmed_mean_leaves_out_a_third_at_each_end() => Seed.Run((ref Rng rng) =>
    {
        for (int count = 1; count < 40; count++)
        {
            double[] values = Numbers(count, ref rng);
            double[] kept = [.. values.Order().Skip(count / 3).SkipLast(count / 3)];
            Assert.Equal(kept.Average(), Averaging.TrimmedMean(values), 12);
        }
    });

    [Fact]
    public void A_count_outlives_instances_that_went_wrong()
    {
        double[] estimates = [0.01, 0, 0.01, 0.5, 0.01, 0.01];
        Assert.Equal(100, Averaging.Count(estimates, new double[6]), 9);
        Assert.Equal(double.PositiveInfinity, Averaging.Count([0, 0], new double[2]));
    }

    private static double[] Numbers(int count, ref Rng rng)
    {
        var numbers = new double[count];
        foreach (ref double number in numbers.AsSpan())
            number = rng.Fraction();
        return numbers;
    }
}
