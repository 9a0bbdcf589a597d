using P2PCS.Protocol;
using P2PCS.Slicing.Ordering;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests;

public sealed class OrderExchangeTests
{
    private const int View = 12;

    [Fact]
    public void The_largest_gain_is_the_one_that_sorting_finds() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 2000; i++)
        {
            double[] attributes = Draw(View, ref rng);
            double[] values = Draw(View, ref rng);
            double attribute = rng.Fraction();
            double value = rng.Fraction();
            Assert.Equal(
                NaiveLargestGain(attributes, values, attribute, value),
                OrderExchange.PickLargestGain(attributes, values, attribute, value));
        }
    });

    [Fact]
    public void Every_misplaced_neighbour_has_the_same_chance() => Seed.Run((ref Rng rng) =>
    {
        // Own attribute 5, value 0.5: the first, third and last stand in the wrong order.
        double[] attributes = [1, 2, 3, 7, 8];
        double[] values = [0.9, 0.1, 0.6, 0.7, 0.4];
        int[] picked = new int[5];
        for (int i = 0; i < 3000; i++)
            picked[OrderExchange.PickMisplaced(attributes, values, 5, 0.5, ref rng)]++;
        Assert.Equal(0, picked[1] + picked[3]);
        // 1,000 expected each, standard deviation 26.
        Assert.All([picked[0], picked[2], picked[4]], hits => Assert.InRange(hits, 870, 1130));
    });

    [Fact]
    public void Nobody_is_picked_from_a_view_in_order()
    {
        var rng = new Rng(1);
        double[] sorted = [0.1, 0.2, 0.6, 0.9];
        Assert.Equal(-1, OrderExchange.PickMisplaced(sorted, sorted, 0.5, 0.5, ref rng));
        Assert.Equal(-1, OrderExchange.PickLargestGain(sorted, sorted, 0.5, 0.5));
        Assert.Equal(-1, OrderExchange.PickLargestGain([], [], 0.5, 0.5));
    }

    [Fact]
    public void Equal_attributes_are_never_misplaced()
    {
        Assert.False(OrderExchange.IsMisplaced(1, 0.2, 1, 0.1));
        Assert.False(OrderExchange.IsMisplaced(1, 0.2, 1, 0.3));
        Assert.True(OrderExchange.IsMisplaced(1, 0.2, 2, 0.1));
        Assert.True(OrderExchange.IsMisplaced(2, 0.1, 1, 0.2));
    }

    private static double[] Draw(int count, ref Rng rng)
    {
        double[] drawn = new double[count];
        foreach (ref double number in drawn.AsSpan())
            number = rng.Fraction();
        return drawn;
    }

    private static int NaiveLargestGain(
        double[] attributes, double[] values, double attribute, double value)
    {
        double[] byAttribute = [.. attributes.Append(attribute).Order()];
        double[] byValue = [.. values.Append(value).Order()];
        int own = Array.IndexOf(byAttribute, attribute);
        int ownValue = Array.IndexOf(byValue, value);
        int picked = -1;
        int largest = 0;
        for (int i = 0; i < attributes.Length; i++)
        {
            int steps = Array.IndexOf(byAttribute, attributes[i]) - own;
            int valueSteps = Array.IndexOf(byValue, values[i]) - ownValue;
            if (-steps * valueSteps > largest)
                (largest, picked) = (-steps * valueSteps, i);
        }

        return picked;
    }
}
