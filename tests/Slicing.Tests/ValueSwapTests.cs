using P2PCS.Protocol;
using P2PCS.Slicing.Ranks;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests;

public sealed class ValueSwapTests
{
    [Fact]
    public void The_largest_gain_is_the_one_that_sorting_finds() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 2000; i++)
        {
            double[] attributes = Numbers(13, ref rng);
            double[] values = Numbers(13, ref rng);
            Assert.Equal(
                NaivePartner(attributes, values), ValueSwap.BestPartner(attributes, values));
        }
    });

    [Fact]
    public void Nobody_is_picked_from_a_view_in_order()
    {
        double[] sorted = [0.5, 0.1, 0.2, 0.6, 0.9];
        Assert.Equal(0, ValueSwap.BestPartner(sorted, sorted));
        Assert.Equal(0, ValueSwap.BestPartner([0.5], [0.5]));
    }

    [Fact]
    public void Equal_attributes_are_never_misplaced()
    {
        Assert.False(ValueSwap.IsMisplaced(1, 0.2, 1, 0.1));
        Assert.False(ValueSwap.IsMisplaced(1, 0.2, 1, 0.3));
        Assert.True(ValueSwap.IsMisplaced(1, 0.2, 2, 0.1));
        Assert.True(ValueSwap.IsMisplaced(2, 0.1, 1, 0.2));
    }

    private static double[] Numbers(int count, ref Rng rng)
    {
        var numbers = new double[count];
        foreach (ref double number in numbers.AsSpan())
            number = rng.Fraction();
        return numbers;
    }

    private static int NaivePartner(double[] attributes, double[] values)
    {
        double[] byAttribute = [.. attributes.Order()];
        double[] byValue = [.. values.Order()];
        int own = Array.IndexOf(byAttribute, attributes[0]);
        int ownValue = Array.IndexOf(byValue, values[0]);
        int picked = 0;
        int largest = 0;
        for (int i = 1; i < attributes.Length; i++)
        {
            int steps = Array.IndexOf(byAttribute, attributes[i]) - own;
            int valueSteps = Array.IndexOf(byValue, values[i]) - ownValue;
            if (-steps * valueSteps > largest)
                (largest, picked) = (-steps * valueSteps, i);
        }

        return picked;
    }
}
