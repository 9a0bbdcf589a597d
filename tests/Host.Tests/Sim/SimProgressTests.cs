using P2PCS.Host.Sim;

namespace P2PCS.Host.Tests.Sim;

public sealed class SimProgressTests
{
    [Fact]
    public void A_line_comes_every_two_seconds_with_the_rate_of_the_engine()
    {
        var time = new SteppedTime();
        using var output = new StringWriter { NewLine = "\n" };
        SimProgress progress = SimProgress.InLines(output, time, "x", 10);
        for (int step = 0; step < 5; step++)
        {
            time.Now += TimeSpan.FromSeconds(1);
            progress.Ran(2_000_000, TimeSpan.FromMilliseconds(500));
        }

        Assert.Equal(
            "x: 2/10, 4.00 M nodes x cycles/s per thread\n"
            + "x: 4/10, 4.00 M nodes x cycles/s per thread\n", output.ToString());
    }

    [Fact]
    public void Steps_that_are_no_cycles_have_no_rate()
    {
        using var output = new StringWriter();
        SimProgress progress = SimProgress.InLines(output, new SteppedTime(), "x", 3);
        progress.Ran(0, TimeSpan.Zero);
        Assert.Equal("x: 1/3", progress.Line());
    }

    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
