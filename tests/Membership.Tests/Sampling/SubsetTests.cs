using System.Numerics;
using P2PCS.Membership.Sampling;

namespace P2PCS.Membership.Tests.Sampling;

public sealed class SubsetTests
{
    [Theory]
    [InlineData(20, 8)]
    [InlineData(19, 7)]
    [InlineData(64, 16)]
    [InlineData(5, 5)]
    [InlineData(1, 0)]
    public void A_subset_has_as_many_places_as_wanted_and_none_beyond_the_view(
        int count, int wanted)
    {
        for (ulong index = 0; index < 2000; index++)
        {
            ulong mask = Subset.Of(Draw.At(3, index), count, wanted);
            Assert.Equal(wanted, BitOperations.PopCount(mask));
            Assert.True(count == 64 || mask < 1UL << count);
        }
    }

    [Theory]
    [InlineData(20, 8)]
    [InlineData(30, 7)]
    [InlineData(12, 11)]
    public void Every_place_and_every_pair_of_places_is_as_likely(int count, int wanted)
    {
        const int Draws = 200_000;
        var single = new int[count];
        int firstAndLast = 0;
        for (ulong index = 0; index < Draws; index++)
        {
            ulong mask = Subset.Of(Draw.At(5, index), count, wanted);
            for (int place = 0; place < count; place++)
                single[place] += (int)(mask >> place & 1);
            firstAndLast += (int)(mask & (mask >> (count - 1)) & 1);
        }

        double p = (double)wanted / count;
        double pair = p * (wanted - 1) / (count - 1);
        Assert.All(single, times => Assert.InRange(times, FiveSigma(p, -1), FiveSigma(p, 1)));
        Assert.InRange(firstAndLast, FiveSigma(pair, -1), FiveSigma(pair, 1));

        static double FiveSigma(double p, int sign) =>
            (Draws * p) + (sign * 5 * Math.Sqrt(Draws * p * (1 - p)));
    }

    [Fact]
    public void Moving_to_the_front_keeps_the_order_of_both_parts()
    {
        for (ulong index = 0; index < 1000; index++)
        {
            int count = 1 + Draw.Below(Draw.At(7, index), 64);
            ulong mask = Draw.At(8, index) & (ulong.MaxValue >> (64 - count));
            int[] row = [.. Enumerable.Range(0, count)];
            int[] expected =
            [
                .. row.Where(place => (mask >> place & 1) != 0),
                .. row.Where(place => (mask >> place & 1) == 0),
            ];
            Subset.MoveToFront(mask, row.AsSpan());
            Assert.Equal(expected, row);
        }
    }
}
