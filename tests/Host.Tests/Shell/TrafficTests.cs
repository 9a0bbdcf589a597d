using P2PCS.Host.Shell;
using P2PCS.Protocol;

namespace P2PCS.Host.Tests.Shell;

public sealed class TrafficTests
{
    private static readonly Instant Start = new(TimeSpan.FromDays(20_000).Ticks);

    [Fact]
    public void Frames_and_bytes_are_counted_by_kind_and_direction()
    {
        var traffic = new Traffic();
        traffic.Sent.Count(MessageKind.Ping, 40);
        traffic.Sent.Count(MessageKind.Ping, 60);
        traffic.Received.Count(MessageKind.Pong, 7);
        Assert.Equal(2, traffic.Sent.Frames(MessageKind.Ping));
        Assert.Equal(100, traffic.Sent.Bytes(MessageKind.Ping));
        Assert.Equal(0, traffic.Sent.Frames(MessageKind.Pong));
        Assert.Equal(1, traffic.Received.AllFrames);
        Assert.Equal(7, traffic.Received.AllBytes);
    }

    [Fact]
    public void A_kind_that_nobody_knows_counts_as_none()
    {
        var traffic = new Traffic();
        traffic.Received.Count((MessageKind)255, 9);
        Assert.Equal(9, traffic.Received.Bytes(MessageKind.None));
    }

    [Fact]
    public void Rates_are_those_of_the_last_ten_seconds()
    {
        var traffic = new Traffic();
        traffic.Sent.Count(MessageKind.Ping, 1_000_000);
        for (int second = 0; second <= 30; second++)
        {
            traffic.Mark(Start + TimeSpan.FromSeconds(second));
            traffic.Sent.Count(MessageKind.Ping, second < 20 ? 10_000 : 50);
        }

        Assert.Equal(10, traffic.Recent.Seconds);
        Assert.Equal((1.0, 50.0), traffic.Recent.Sent(MessageKind.Ping));
        Assert.Equal(50, traffic.Recent.AllSentBytes);
        Assert.Equal(0, traffic.Recent.AllReceivedFrames);
    }

    [Fact]
    public void A_young_peer_has_rates_over_the_time_it_has()
    {
        var traffic = new Traffic();
        Assert.Equal(0, traffic.Recent.Seconds);
        traffic.Mark(Start);
        traffic.Received.Count(MessageKind.Ping, 30);
        Assert.False(traffic.Mark(Start + TimeSpan.FromSeconds(0.5)));
        Assert.True(traffic.Mark(Start + TimeSpan.FromSeconds(3)));
        Assert.Equal(3, traffic.Recent.Seconds);
        Assert.Equal(10, traffic.Recent.AllReceivedBytes);
    }
}
