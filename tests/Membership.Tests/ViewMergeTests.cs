using P2PCS.Membership.Sampling;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests;

public sealed class ViewMergeTests
{
    private const int Capacity = 8;

    [Fact]
    public void A_merge_does_what_a_simple_one_does() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 3000; i++)
        {
            int[] names = new int[Capacity];
            ushort[] ages = new ushort[Capacity];
            int count = Draw(names, ages, rng.Below(Capacity + 1), ref rng);
            int[] sent = names[..rng.Below(count + 1)];
            int[] received = new int[rng.Below(Capacity + 1)];
            ushort[] receivedAges = new ushort[received.Length];
            for (int j = 0; j < received.Length; j++)
                (received[j], receivedAges[j]) = (rng.Below(20), (ushort)rng.Below(30));
            var expected = new NaiveView(Capacity, names.AsSpan(0, count), ages.AsSpan(0, count));
            int expectedAdded = expected.Merge(received, receivedAges, sent);

            var view = new ViewRow(names, ages, count);
            int added = ViewMerge.Merge(ref view, received, receivedAges, sent);

            Assert.Equal(expectedAdded, added);
            Assert.Equal(expected.ToString(), Picture(view));
        }
    });

    [Fact]
    public void Empty_places_are_filled_before_sent_entries_are_replaced()
    {
        int[] names = [1, 2, 3, 0];
        ushort[] ages = [10, 20, 30, 0];
        var view = new ViewRow(names, ages, 3);
        ViewMerge.Merge(ref view, [4, 5], [1, 2], [2]);
        Assert.Equal("1:10 3:30 4:1 5:2", Picture(view));
    }

    [Fact]
    public void Nothing_but_what_was_sent_is_replaced()
    {
        int[] names = [1, 2, 3];
        ushort[] ages = [10, 20, 30];
        var view = new ViewRow(names, ages, 3);
        Assert.Equal(1, ViewMerge.Merge(ref view, [4, 5, 6], [1, 2, 3], [9, 3]));
        Assert.Equal("1:10 2:20 4:1", Picture(view));
    }

    [Fact]
    public void The_younger_of_two_ages_is_kept()
    {
        int[] names = [1, 2];
        ushort[] ages = [10, 20];
        var view = new ViewRow(names, ages, 2);
        Assert.Equal(0, ViewMerge.Merge(ref view, [1, 2], [11, 19], [1, 2]));
        Assert.Equal("1:10 2:19", Picture(view));
    }

    [Fact]
    public void Ages_grow_by_one_and_stop_at_the_largest()
    {
        ushort[] ages = [0, 41, ushort.MaxValue];
        ViewMerge.Age(ages);
        Assert.Equal(new ushort[] { 1, 42, ushort.MaxValue }, ages);
    }

    [Fact]
    public void The_first_of_the_oldest_is_the_oldest()
    {
        Assert.Equal(-1, ViewMerge.Oldest([]));
        Assert.Equal(0, ViewMerge.Oldest([5]));
        Assert.Equal(1, ViewMerge.Oldest([5, 7, 7, 6]));
    }

    [Fact]
    public void A_sample_keeps_every_entry_with_its_age() => Seed.Run((ref Rng rng) =>
    {
        int[] inFront = new int[20];
        for (int i = 0; i < 2000; i++)
        {
            int[] names = [.. Enumerable.Range(0, 20)];
            ushort[] ages = [.. names.Select(name => (ushort)(name + 100))];
            Assert.Equal(5, ViewMerge.Sample(names, ages, 5, ref rng));
            for (int j = 0; j < 20; j++)
                Assert.Equal(names[j] + 100, ages[j]);
            Assert.Equal(20, names.Distinct().Count());
            foreach (int name in names[..5])
                inFront[name]++;
        }

        // 500 expected each, standard deviation 19.
        Assert.All(inFront, hits => Assert.InRange(hits, 400, 600));
    });

    [Fact]
    public void A_sample_of_more_than_there_is_takes_all()
    {
        var rng = new Rng(1);
        int[] names = [1, 2];
        ushort[] ages = [1, 2];
        Assert.Equal(2, ViewMerge.Sample(names, ages, 7, ref rng));
        Assert.Equal(0, ViewMerge.Sample([], [], 7, ref rng));
    }

    [Fact]
    public void The_last_entry_fills_the_place_of_a_removed_one()
    {
        int[] names = [1, 2, 3];
        ushort[] ages = [10, 20, 30];
        Assert.Equal(2, ViewMerge.RemoveAt(names, ages, 0));
        Assert.Equal("2:20 3:30", Picture(new ViewRow(names, ages, 2)));
        Assert.Equal(1, ViewMerge.RemoveAt(names.AsSpan(0, 2), ages.AsSpan(0, 2), 1));
        Assert.Equal("3:30", Picture(new ViewRow(names, ages, 1)));
    }

    private static int Draw(Span<int> names, Span<ushort> ages, int wanted, ref Rng rng)
    {
        int count = 0;
        while (count < wanted)
        {
            int name = rng.Below(20);
            if (names[..count].Contains(name))
                continue;
            names[count] = name;
            ages[count++] = (ushort)rng.Below(30);
        }

        return count;
    }

    private static string Picture(ViewRow view) =>
        new NaiveView(view.Names.Length, view.Held, view.HeldAges).ToString();
}
