using P2PCS.Host.Cli.Map;

namespace P2PCS.Host.Tests.Cli;

public sealed class PlainProgressTests : IDisposable
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly ManualTime time = new();

    public void Dispose() => output.Dispose();

    [Fact]
    public void A_line_is_printed_every_ten_percent_and_at_the_end()
    {
        var lines = new PlainProgress(output, time);
        for (var done = 0; done <= 300; done++) lines.Report(new(300, done, 300, 3, 0, []));
        var printed = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(10, printed.Length);
        Assert.Equal("map: 30/300 done, 3 retried, 0 failed", printed[0]);
        Assert.Equal("map: 300/300 done, 3 retried, 0 failed", printed[^1]);
    }

    [Fact]
    public void A_slow_map_tells_every_two_seconds_what_has_changed()
    {
        var lines = new PlainProgress(output, time);
        for (var second = 0; second < 5; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            lines.Report(new(100, second, 100, 0, 0, []));
        }

        Assert.Equal(
            "map: 1/100 done, 0 retried, 0 failed\nmap: 3/100 done, 0 retried, 0 failed\n",
            output.ToString());
    }

    private sealed class ManualTime : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan by) => ticks += by.Ticks;
    }
}
