using P2PCS.Protocol;
using P2PCS.Simulation.Engine;
using P2PCS.Simulation.Network;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests;

public sealed class LinksTests
{
    private readonly Links links = new(new Rng(Seed.Value));

    [Fact]
    public void Loss_and_duplication_come_as_often_as_asked()
    {
        links.Options = new LinkOptions { Loss = 0.2, Duplication = 0.5 };
        Span<TimeSpan> delays = stackalloc TimeSpan[Links.MostCopies];
        int[] copies = new int[3];
        for (int i = 0; i < 10_000; i++)
            copies[links.Plan(0, 1, delays)]++;

        Assert.InRange(copies[0], 1800, 2200);
        Assert.InRange(copies[2], 3700, 4300);
    }

    [Fact]
    public void Latency_has_its_minimum_and_its_mean()
    {
        links.Options = new LinkOptions
        {
            LatencyMin = TimeSpan.FromMilliseconds(5),
            LatencySpread = TimeSpan.FromMilliseconds(10),
        };
        Span<TimeSpan> delay = stackalloc TimeSpan[Links.MostCopies];
        double sum = 0;
        for (int i = 0; i < 10_000; i++)
        {
            links.Plan(0, 1, delay);
            Assert.True(delay[0] >= links.Options.LatencyMin);
            sum += delay[0].TotalMilliseconds;
        }

        Assert.InRange(sum / 10_000, 14, 16);
    }

    [Fact]
    public void A_stream_turns_loss_into_delay()
    {
        links.Options = new LinkOptions { Loss = 0.3 };
        int late = 0;
        int lost = 0;
        for (int i = 0; i < 10_000; i++)
        {
            if (!links.PlanStream(0, 1, out TimeSpan delay))
                lost++;
            else if (delay >= TimeSpan.FromMilliseconds(200))
                late++;
        }

        // A part of .3 is late, and .3^5 of all is given up.
        Assert.InRange(late, 2700, 3300);
        Assert.InRange(lost, 5, 60);
    }

    [Fact]
    public void A_stream_needs_both_ways()
    {
        links.Cut([0, 0, 1], lowToHighOnly: true);

        Assert.True(links.PlanStream(0, 1, out _));
        Assert.False(links.PlanStream(0, 2, out _));
        Assert.False(links.PlanStream(2, 0, out _));
        Assert.True(links.PlanStream(2, 2, out _));
    }

    [Fact]
    public void A_cut_separates_groups_until_it_is_mended()
    {
        links.Cut([0, 0, 1], lowToHighOnly: false);

        Assert.True(links.IsOpen(0, 1));
        Assert.False(links.IsOpen(0, 2));
        Assert.False(links.IsOpen(2, 0));
        Assert.Equal(0, links.Plan(0, 2, stackalloc TimeSpan[Links.MostCopies]));
        links.Mend();
        Assert.True(links.IsOpen(0, 2));
    }

    [Fact]
    public void A_one_way_cut_lets_the_other_way_through()
    {
        links.Cut([0, 1], lowToHighOnly: true);

        Assert.False(links.IsOpen(0, 1));
        Assert.True(links.IsOpen(1, 0));
    }

    [Fact]
    public void What_a_node_sends_to_itself_always_arrives_once()
    {
        links.Options = new LinkOptions { Loss = 1, Duplication = 1 };

        Assert.Equal(1, links.Plan(2, 2, stackalloc TimeSpan[Links.MostCopies]));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(0)]
    [InlineData(-400)]
    public void A_clock_shows_a_local_moment_first_at_its_global_one(int drift)
    {
        var clock = new SimClock(TimeSpan.FromDays(12_345), drift);
        var rng = new Rng(Seed.Value);
        for (int i = 0; i < 1000; i++)
        {
            var span = TimeSpan.FromTicks(rng.Below(int.MaxValue));
            Instant local = default(Instant) + clock.Offset + span;
            Instant global = clock.Global(local);

            Assert.True(clock.Local(global) >= local);
            Assert.True(clock.Local(new Instant(global.Ticks - 1)) < local);
        }
    }
}
