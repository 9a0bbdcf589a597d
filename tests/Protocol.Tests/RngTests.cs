using P2PCS.Tests;

namespace P2PCS.Protocol.Tests;

public sealed class RngTests
{
    // Fixed for ever: other numbers would give every recorded seed another history.
    [Theory]
    [InlineData(0, 0, new ulong[] { 0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0 })]
    [InlineData(1, 0, new ulong[] { 0xB3F2AF6D0FC710C5, 0x853B559647364CEA, 0x92F89756082A4514 })]
    [InlineData(1, 7, new ulong[] { 0xD415574E5B293E96, 0xFA3ED6268B6BC6E7, 0xD7DFE722DD506322 })]
    public void A_seed_gives_these_numbers_for_ever(ulong seed, ulong stream, ulong[] numbers)
    {
        var rng = new Rng(seed, stream);
        foreach (ulong number in numbers)
            Assert.Equal($"{number:x16}", $"{rng.Next():x16}");
    }

    [Fact]
    public void A_fork_gives_these_numbers_for_ever()
    {
        Rng rng = new Rng(42).Fork(3);
        Assert.Equal("70739b912dba9d37", $"{rng.Next():x16}");
        Assert.Equal("3a4157ae02a34790c3b3f47a98564ff0", $"{rng.NextName():x32}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(int.MaxValue)]
    public void Numbers_below_a_bound_stay_below_it(int bound) => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 1000; i++)
            Assert.InRange(rng.Below(bound), 0, bound - 1);
    });

    [Fact]
    public void Numbers_below_a_bound_are_uniform() => Seed.Run((ref Rng rng) =>
    {
        int[] hits = new int[7];
        const int Draws = 70_000;
        for (int i = 0; i < Draws; i++)
            hits[rng.Below(hits.Length)]++;
        double expected = (double)Draws / hits.Length;
        double chiSquare = hits.Sum(h => (h - expected) * (h - expected) / expected);

        // 6 degrees of freedom: above 27.9 once in 10,000 seeds.
        Assert.True(chiSquare < 27.9, $"chi-square {chiSquare}");
    });

    [Fact]
    public void Fractions_lie_between_nought_and_one() => Seed.Run((ref Rng rng) =>
    {
        double sum = 0;
        for (int i = 0; i < 10_000; i++)
        {
            double fraction = rng.Fraction();
            Assert.InRange(fraction, 0, 1 - double.Epsilon);
            sum += fraction;
        }

        Assert.InRange(sum / 10_000, 0.48, 0.52);
    });

    [Fact]
    public void Jitter_is_a_tenth_at_the_most() => Seed.Run((ref Rng rng) =>
    {
        TimeSpan span = TimeSpan.FromSeconds(10);
        for (int i = 0; i < 1000; i++)
            Assert.InRange(rng.Jitter(span).TotalSeconds, 9, 11);
    });

    [Fact]
    public void A_forks_numbers_do_not_depend_on_what_its_siblings_draw()
    {
        var first = new Rng(5);
        var second = new Rng(5);
        Rng a = first.Fork(1);
        Rng b = second.Fork(1);
        for (int i = 0; i < 100; i++)
            a.Next();
        Rng siblingOfA = first.Fork(2);
        Rng siblingOfB = second.Fork(2);
        Assert.Equal(siblingOfB.Next(), siblingOfA.Next());
        Assert.NotEqual(b.Next(), siblingOfB.Next());
    }

    [Fact]
    public void Streams_of_one_seed_agree_on_about_half_of_their_bits()
    {
        var a = new Rng(9, 1);
        var b = new Rng(9, 2);
        int same = 0;
        for (int i = 0; i < 1000; i++)
            same += System.Numerics.BitOperations.PopCount(~(a.Next() ^ b.Next()));
        Assert.InRange(same, 31_000, 33_000);
    }
}
