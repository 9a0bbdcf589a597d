namespace P2PCS.Protocol.Tests;

public sealed class InstantTests
{
    [Fact]
    public void Nothing_is_later_than_never()
    {
        var now = new Instant(638_000_000_000_000_000);
        Assert.Equal(Instant.Never, now + TimeSpan.MaxValue);
        Assert.Equal(Instant.Never, Instant.Never + TimeSpan.FromTicks(1));
        Assert.True(now < now + TimeSpan.FromTicks(1));
        Assert.True(now + TimeSpan.FromTicks(-1) < now);
        Assert.Equal(new Instant(-1), new Instant(-2) + TimeSpan.FromTicks(1));
    }

    [Fact]
    public void The_earlier_of_two_moments_is_the_minimum()
    {
        Assert.Equal(new Instant(1), Instant.Min(new Instant(1), new Instant(2)));
        Assert.Equal(new Instant(1), Instant.Min(Instant.Never, new Instant(1)));
    }
}
