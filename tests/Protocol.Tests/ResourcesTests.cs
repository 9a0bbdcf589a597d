namespace P2PCS.Protocol.Tests;

public sealed class ResourcesTests
{
    [Fact]
    public void Nothing_is_left_where_more_is_taken_than_there_is()
    {
        var some = new Resources(1000, 512);
        Assert.Equal(new Resources(0, 12), some - new Resources(1001, 500));
        Assert.Equal(new Resources(1, 0), some - new Resources(999, uint.MaxValue));
        Assert.Equal(default, some - some);
    }

    [Fact]
    public void An_overflowing_sum_is_no_sum()
    {
        Assert.Equal(new Resources(3, 7), new Resources(1, 3) + new Resources(2, 4));
        var all = new Resources(uint.MaxValue, 0);
        Assert.Throws<OverflowException>(() => all + new Resources(1, 0));
    }

    [Theory]
    [InlineData(1000, 512, true)]
    [InlineData(0, 0, true)]
    [InlineData(1001, 512, false)]
    [InlineData(1000, 513, false)]
    public void Both_amounts_must_fit(uint cpu, uint mem, bool fits) =>
        Assert.Equal(fits, new Resources(cpu, mem).FitsIn(new Resources(1000, 512)));
}
