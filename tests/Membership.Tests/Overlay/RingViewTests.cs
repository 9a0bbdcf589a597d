using P2PCS.Membership.Overlay;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Membership.Tests.Overlay;

public sealed class RingViewTests
{
    private const int Capacity = 9;

    [Fact]
    public void The_closest_are_those_that_sorting_puts_first() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 3000; i++)
        {
            ulong[] view = View(rng.Below(20), ref rng);
            ulong target = Position(ref rng);
            ulong[] closest = new ulong[rng.Below(25)];
            int count = RingView.Select(view, target, closest);
            ulong[] expected = [.. ByCloseness(view, target)
                .Where(position => position != target).Take(closest.Length)];
            Assert.Equal(expected, closest[..count]);
        }
    });

    [Fact]
    public void A_merge_keeps_the_closest_of_all() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 3000; i++)
        {
            ulong self = Position(ref rng);
            ulong[] held = [.. View(rng.Below(Capacity + 1), ref rng)
                .Where(position => position != self)];
            ulong[] received = new ulong[rng.Below(20)];
            foreach (ref ulong position in received.AsSpan())
                position = Position(ref rng);
            ulong[] view = new ulong[Capacity];
            held.CopyTo(view, 0);
            int count = RingView.Merge(view, held.Length, received, self);
            ulong[] all = [.. held.Union(received).Where(position => position != self)];
            ulong[] expected = [.. ByCloseness(all, self).Take(Capacity).Order()];
            Assert.Equal(expected, view[..count]);
        }
    });

    [Fact]
    public void The_farthest_is_the_last_by_closeness() => Seed.Run((ref Rng rng) =>
    {
        for (int i = 0; i < 3000; i++)
        {
            ulong self = Position(ref rng);
            ulong[] view = [.. View(1 + rng.Below(20), ref rng).Append(self + 1)
                .Where(position => position != self).Distinct().Order()];
            Assert.Equal(ByCloseness(view, self)[^1], view[RingView.Farthest(view, self)]);
        }
    });

    [Fact]
    public void A_partner_is_any_of_the_psi_closest() => Seed.Run((ref Rng rng) =>
    {
        ulong[] view = [10, 20, 30, 40, 50];
        var partners = new SortedSet<ulong>();
        for (int i = 0; i < 200; i++)
            partners.Add(RingView.Partner(view, 31, new ulong[3], ref rng));
        Assert.Equal([20, 30, 40], partners);
    });

    [Fact]
    public void A_ring_is_as_far_either_way()
    {
        Assert.Equal(3UL, RingDistance.Clockwise(ulong.MaxValue, 2));
        Assert.Equal(3UL, RingDistance.Between(ulong.MaxValue, 2));
        Assert.Equal(3UL, RingDistance.Between(2, ulong.MaxValue));
        Assert.Equal(1UL << 63, RingDistance.Between(0, 1UL << 63));
    }

    [Fact]
    public void A_bucket_is_the_highest_bit_that_differs() => Seed.Run((ref Rng rng) =>
    {
        Assert.Equal(-1, XorDistance.Bucket(7, 7));
        for (int i = 0; i < 1000; i++)
        {
            ulong self = rng.Next();
            ulong other = self ^ (rng.Next() >> rng.Below(64));
            int bucket = -1;
            for (int bit = 0; bit < 64; bit++)
                bucket = (self >> bit & 1) != (other >> bit & 1) ? bit : bucket;
            Assert.Equal(bucket, XorDistance.Bucket(self, other));
            Assert.Equal(XorDistance.Between(self, other), XorDistance.Between(other, self));
        }
    });

    // Few positions, so that equal ones and equal distances come up; both ends of the ring.
    private static ulong Position(ref Rng rng) => (ulong)rng.Below(32) << 59;

    private static ulong[] View(int draws, ref Rng rng)
    {
        var positions = new SortedSet<ulong>();
        for (int i = 0; i < draws; i++)
            positions.Add(Position(ref rng));
        return [.. positions];
    }

    private static ulong[] ByCloseness(ulong[] view, ulong target) =>
        [.. view.OrderBy(position => RingDistance.Between(position, target))
            .ThenBy(position => RingDistance.Clockwise(target, position))];
}
