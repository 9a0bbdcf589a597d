using P2PCS.Host.Units;

namespace P2PCS.Host.Tests.Cli;

public sealed class UnitTests
{
    [Theory]
    [InlineData("256MiB", 256L << 20)]
    [InlineData("4GiB", 4L << 30)]
    [InlineData("1000MB", 1_000_000_000)]
    [InlineData("1.5KiB", 1536)]
    [InlineData(" 2 gib ", 2L << 30)]
    [InlineData("4096", 4096)]
    [InlineData("4096B", 4096)]
    [InlineData("0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_size_is_read_in_bytes(string text, long bytes) =>
        Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("MiB")]
    [InlineData("1 2MiB")]
    [InlineData("1e3")]
    [InlineData("1,5GiB")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999TiB")]
    [InlineData("4GiBB")]
    [InlineData("4Gi")]
    public void What_is_no_size_is_refused_with_what_is(string? text)
    {
        var refusal = Assert.Throws<FormatException>(() => ByteSize.Parse(text));
        Assert.Contains("256MiB", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1536, "1.5KiB")]
    [InlineData(256L << 20, "256MiB")]
    [InlineData(24L << 30, "24GiB")]
    public void A_size_is_written_in_its_largest_unit(long bytes, string text) =>
        Assert.Equal(text, ByteSize.Format(bytes));

    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData("5m", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1_500)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("0s", 0)]
    public void A_duration_is_read(string text, long milliseconds) =>
        Assert.Equal(milliseconds, Duration.Parse(text).TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("90")]
    [InlineData("s")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("5w")]
    [InlineData("1.2.3s")]
    [InlineData("4000d")]
    [InlineData("99999999999999999999999d")]
    public void What_is_no_duration_is_refused_with_what_is(string? text)
    {
        var refusal = Assert.Throws<FormatException>(() => Duration.Parse(text));
        Assert.Contains("90s", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90s")]
    [InlineData("1500ms")]
    [InlineData("0s")]
    public void A_written_duration_reads_back(string text) =>
        Assert.Equal(text, Duration.Format(Duration.Parse(text)));
}
