using P2PCS.Protocol;
using P2PCS.Slicing.Overlay;
using P2PCS.Tests;

namespace P2PCS.Slicing.Tests;

public sealed class RingViewTests
{
    private const int Capacity = 9;

    [Fact]
    public void Ranking_sorts_by_distance_the_shorter_way_around() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 2000; i++)
        {
            uint from = Place(ref rng);
            uint[] places = Places(rng.Below(20), ref rng);
            uint[] expected = ByDistance(places, from);
            RingView.Rank(from, places, new ulong[places.Length]);
            Assert.Equal(expected, places);
        }
    });

    [Fact]
    public void A_merge_keeps_the_nearest_of_all() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 2000; i++)
        {
            uint own = Place(ref rng);
            uint[] held = ByDistance(
                Places(rng.Below(12), ref rng).Distinct().Where(place => place != own), own);
            held = held[..Math.Min(held.Length, Capacity)];
            uint[] received = Places(rng.Below(20), ref rng);
            var view = new uint[Capacity];
            held.CopyTo(view, 0);
            int count = RingView.Merge(own, view, held.Length, received);
            uint[] all = ByDistance(held.Union(received).Where(place => place != own), own);
            Assert.Equal(all[..Math.Min(all.Length, Capacity)], view[..count]);
        }
    });

    [Fact]
    public void A_ring_is_as_far_either_way()
    {
        Assert.Equal(3U, RingView.Distance(uint.MaxValue, 2));
        Assert.Equal(3U, RingView.Distance(2, uint.MaxValue));
        Assert.Equal(1U << 31, RingView.Distance(0, 1U << 31));
    }

    [Fact]
    public void A_view_is_complete_with_both_neighbours()
    {
        Assert.True(RingView.IsComplete(9, 11, [11, 9, 30]));
        Assert.False(RingView.IsComplete(9, 11, [11, 8, 30]));
        Assert.False(RingView.IsComplete(9, 11, []));
    }

    // Few places, so that equal ones and equal distances come up; both ends of the ring.
    private static uint Place(ref Rng rng) => (uint)rng.Below(32) << 27;

    private static uint[] Places(int count, ref Rng rng)
    {
        var places = new uint[count];
        foreach (ref uint place in places.AsSpan())
            place = Place(ref rng);
        return places;
    }

    private static uint[] ByDistance(IEnumerable<uint> places, uint from) =>
    [
        .. places.OrderBy(place => Math.Min(unchecked(place - from), unchecked(from - place)))
            .ThenBy(place => place),
    ];
}
