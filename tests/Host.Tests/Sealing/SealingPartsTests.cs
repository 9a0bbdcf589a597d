using P2PCS.Host.Sealing;
using P2PCS.Protocol;
using P2PCS.Tests;

namespace P2PCS.Host.Tests.Sealing;

public sealed class SealingPartsTests
{
    private static readonly Instant Start = new(TimeSpan.TicksPerDay);

    [Fact]
    public void The_replay_window_says_what_a_set_of_all_counters_says() =>
        Seed.Run((ref Rng rng) =>
    {
        for (int round = 0; round < 30; round++)
        {
            var window = new ReplayWindow();
            HashSet<uint> seen = [];
            uint highest = 0;
            uint around = round % 3 == 0 ? uint.MaxValue - 4000 : 0;
            for (int i = 0; i < 3000; i++)
            {
                int step = rng.Below(10) == 0 ? 5000 : 100;
                uint counter = (uint)Math.Min(
                    uint.MaxValue, Math.Max(0L, around + rng.Below(step) - (step / 2)));
                bool expected = !seen.Contains(counter)
                    && (seen.Count == 0 || counter + 2048L > highest);
                Assert.Equal(expected, window.IsNew(counter));
                if (!expected)
                    continue;
                window.Add(counter);
                seen.Add(counter);
                highest = Math.Max(highest, counter);
                around = Math.Max(around, counter);
            }
        }
    });

    [Fact]
    public void A_bounded_table_drops_what_was_used_longest_ago()
    {
        var table = new BoundedTable<int, string>(3);
        Assert.Null(table.Add(1, "one"));
        Assert.Null(table.Add(2, "two"));
        Assert.Null(table.Add(3, "three"));
        Assert.True(table.TryUse(1, out _));
        Assert.Equal("three", table.Find(3));
        Assert.Equal("two", table.Add(4, "four"));
        Assert.Equal("three", table.Add(5, "five"));
        Assert.Equal((3, "one"), (table.Count, table.Remove(1)));
        Assert.Equal(["four"], table.RemoveAll(value => value == "four"));
        Assert.False(table.TryUse(4, out _));
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void A_bucket_gives_its_burst_and_then_its_rate()
    {
        var bucket = new TokenBucket(rate: 10, burst: 5);
        int taken = 0;
        for (Instant now = Start; now < Start + TimeSpan.FromSeconds(10);
            now += TimeSpan.FromMilliseconds(1))
        {
            taken += bucket.TryTake(now) ? 1 : 0;
        }

        Assert.InRange(taken, 103, 105);
    }

    [Theory]
    [InlineData(0xFFFF0A010203, 0xFFFF0A0102FF, true)]
    [InlineData(0xFFFF0A010203, 0xFFFF0A010303, false)]
    [InlineData(0xFFFF7F000001, 0xFFFF7F000002, false)]
    public void A_source_is_a_slash_24_but_one_port_on_loopback(long a, long b, bool same)
    {
        var left = new PeerAddress((UInt128)a, 1);
        var right = new PeerAddress((UInt128)b, 2);
        Assert.Equal(same, SourceGate.SourceOf(left) == SourceGate.SourceOf(right));
    }

    [Fact]
    public void A_source_of_IPv6_is_a_slash_48()
    {
        UInt128 a = (UInt128)0x20010db8000a0001 << 64;
        UInt128 b = ((UInt128)0x20010db8000affff << 64) + 7;
        UInt128 c = (UInt128)0x20010db8000b0001 << 64;
        Assert.Equal(SourceGate.SourceOf(new(a, 1)), SourceGate.SourceOf(new(b, 2)));
        Assert.NotEqual(SourceGate.SourceOf(new(a, 1)), SourceGate.SourceOf(new(c, 1)));
    }

    [Fact]
    public void A_cookie_is_good_for_its_address_and_two_periods()
    {
        TimeSpan period = TimeSpan.FromMinutes(2);
        var cookies = new Cookies(SealingEntropy.System, period);
        PeerAddress address = SealedNet.AddressOf(1);
        UInt128 cookie = cookies.Of(Start, address);
        Assert.True(cookies.IsValid(Start, address, cookie));
        Assert.True(cookies.IsValid(Start + period, address, cookie));
        Assert.False(cookies.IsValid(Start + (2 * period), address, cookie));
        Assert.False(cookies.IsValid(Start, address with { Port = 1 }, cookie));
        Assert.False(cookies.IsValid(Start, SealedNet.AddressOf(2), cookie));
        Assert.False(cookies.IsValid(Start, address, 0));
        var others = new Cookies(SealingEntropy.System, period);
        Assert.False(others.IsValid(Start, address, cookie));
    }
}
