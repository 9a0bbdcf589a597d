using P2PCS.Membership.Sampling;

namespace P2PCS.Membership.Tests.Sampling;

/// <summary>CYCLON, JNSM 13(2), 2005, section 3.2, on two rows.</summary>
public sealed class ViewExchangeTests
{
    private const int Active = 100;
    private const int Passive = 101;

    [Fact]
    public void The_oldest_neighbour_is_chosen_and_leaves_the_view()
    {
        ViewRow view = Row([7, 8, 9], [1, 5, 5]);
        Assert.Equal(8, ViewExchange.TakeOldest(ref view));
        Assert.Equal([7, 9], view.Held.ToArray());
        ViewRow empty = Row([], []);
        Assert.Equal(-1, ViewExchange.TakeOldest(ref empty));
    }

    [Fact]
    public void Views_without_a_common_name_swap_subsets_and_lose_no_pointer()
    {
        ViewRow active = Row([.. Enumerable.Range(0, 19)], new ushort[19]);
        ViewRow passive = Row([.. Enumerable.Range(20, 20)], new ushort[20]);
        ViewExchange.Swap(ref active, ref passive, new Meeting(Active, Passive, 8, 11, 12));
        Assert.Equal(20, active.Count);
        Assert.Equal(20, passive.Count);
        int[] all = [.. active.Held.ToArray().Concat(passive.Held.ToArray()).Order()];
        Assert.Equal([.. Enumerable.Range(0, 19), .. Enumerable.Range(20, 20), Active], all);
        Assert.Equal(8, active.Held.ToArray().Count(name => name >= 20));
        Assert.Equal(8, passive.Held.ToArray().Count(name => name < 20 || name == Active));
    }

    [Fact]
    public void No_view_ever_holds_its_owner_or_a_name_twice()
    {
        for (ulong round = 0; round < 3000; round++)
        {
            ViewRow active = RandomRow(round, Active, Passive);
            ViewRow passive = RandomRow(round + 5000, Passive, Active);
            int before = active.Count;
            ViewExchange.Swap(ref active, ref passive, new Meeting(
                Active, Passive, 8, Draw.At(1, round), Draw.At(2, round)));
            Check(active, Active);
            Check(passive, Passive);
            Assert.True(active.Count >= before);
            Assert.Equal(0, passive.HeldAges[passive.Held.IndexOf(Active)]);
        }

        static void Check(ViewRow view, int owner)
        {
            Assert.Equal(view.Count, view.Held.ToArray().Distinct().Count());
            Assert.DoesNotContain(owner, view.Held.ToArray());
        }
    }

    private static ViewRow Row(int[] names, ushort[] ages)
    {
        var view = new ViewRow(new int[20], new ushort[20], names.Length);
        names.CopyTo(view.Names);
        ages.CopyTo(view.Ages);
        return view;
    }

    // Few names to choose from, so that the two views overlap; the partner is already out of the
    // active view, and may hold the active node in its own.
    private static ViewRow RandomRow(ulong round, int owner, int other)
    {
        int count = Draw.Below(Draw.At(3, round), 20);
        var names = new List<int>();
        for (ulong i = 0; names.Count < count; i++)
        {
            int name = 80 + Draw.Below(Draw.At(round, i), 30);
            if (name != owner && !(owner == Active && name == other) && !names.Contains(name))
                names.Add(name);
        }

        return Row([.. names], [.. names.Select(name => (ushort)(name % 7))]);
    }
}
