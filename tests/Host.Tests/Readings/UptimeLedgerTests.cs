using P2PCS.Host.Readings;

namespace P2PCS.Host.Tests.Readings;

public sealed class UptimeLedgerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("p2pcs-uptime-");

    private string PathOf => Path.Combine(root.FullName, "uptime");

    [Fact]
    public void An_agent_that_was_never_down_was_always_up()
    {
        UptimeLedger ledger = UptimeLedger.Open(PathOf, Start);
        Assert.Equal(1, ledger.Availability(Start));
        ledger.Tick(Start.AddDays(10));
        Assert.Equal(1, ledger.Availability(Start.AddDays(10)));
    }

    [Fact]
    public void Time_between_two_runs_counts_as_down()
    {
        UptimeLedger first = UptimeLedger.Open(PathOf, Start);
        first.Tick(Start.AddHours(1));
        UptimeLedger second = UptimeLedger.Open(PathOf, Start.AddHours(3));
        Assert.Equal(1.0 / 3, second.Availability(Start.AddHours(3)), 6);
        second.Tick(Start.AddHours(4));
        Assert.Equal(0.5, second.Availability(Start.AddHours(4)), 6);
    }

    [Fact]
    public void Only_the_last_seven_days_count()
    {
        UptimeLedger first = UptimeLedger.Open(PathOf, Start);
        first.Tick(Start.AddDays(1));
        UptimeLedger second = UptimeLedger.Open(PathOf, Start.AddDays(4));
        Assert.Equal(4.0 / 7, second.Availability(Start.AddDays(8)), 6);
        Assert.Equal(1, second.Availability(Start.AddDays(11)), 6);
    }

    [Fact]
    public void A_crash_forgets_ten_minutes_at_most_and_the_file_is_written_as_rarely()
    {
        UptimeLedger first = UptimeLedger.Open(PathOf, Start);
        int writes = 0;
        DateTime seen = default;
        for (int second = 0; second <= 7199; second += 5)
        {
            first.Tick(Start.AddSeconds(second));
            DateTime written = File.Exists(PathOf) ? File.GetLastWriteTimeUtc(PathOf) : default;
            writes += written == seen ? 0 : 1;
            seen = written;
        }

        Assert.Equal(11, writes);
        UptimeLedger second2 = UptimeLedger.Open(PathOf, Start.AddHours(2));
        Assert.InRange(second2.Availability(Start.AddHours(2)), 110.0 / 120, 1);
    }

    [Fact]
    public void A_stop_forgets_nothing()
    {
        UptimeLedger first = UptimeLedger.Open(PathOf, Start);
        first.Tick(Start.AddSeconds(300));
        first.Write();
        UptimeLedger second = UptimeLedger.Open(PathOf, Start.AddSeconds(600));
        Assert.Equal(0.5, second.Availability(Start.AddSeconds(600)), 6);
    }

    [Fact]
    public void A_clock_that_was_set_back_takes_nothing_away_and_adds_nothing()
    {
        UptimeLedger first = UptimeLedger.Open(PathOf, Start);
        first.Tick(Start.AddHours(10));
        UptimeLedger second = UptimeLedger.Open(PathOf, Start.AddHours(5));
        Assert.InRange(second.Availability(Start.AddHours(6)), 0.999, 1);
        Assert.InRange(second.Availability(Start.AddHours(20)), 0.999, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x\n")]
    [InlineData("5\n7\n")]
    [InlineData("5\n9 7\n")]
    [InlineData("5\n7 9 11\n")]
    public void A_damaged_file_is_refused_by_name_and_left_alone(string text)
    {
        File.WriteAllText(PathOf, text);
        IOException refused = Assert.Throws<IOException>(() => UptimeLedger.Open(PathOf, Start));
        Assert.Contains(PathOf, refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(PathOf));
    }

    [Fact]
    public void Many_runs_take_a_bounded_file()
    {
        long first = Start.ToUnixTimeSeconds();
        File.WriteAllLines(PathOf, Enumerable.Range(0, 3000)
            .Select(run => $"{first + (60 * run)} {first + (60 * run) + 5}")
            .Prepend($"{first}"));
        UptimeLedger ledger = UptimeLedger.Open(PathOf, Start.AddMinutes(3000));
        Assert.Equal(5.0 / 60, ledger.Availability(Start.AddMinutes(3000)), 6);
        ledger.Write();
        Assert.Equal(2049, File.ReadLines(PathOf).Count());
        UptimeLedger next = UptimeLedger.Open(PathOf, Start.AddMinutes(3000));
        Assert.InRange(next.Availability(Start.AddMinutes(3000)), 0.05, 5.0 / 60);
    }

    public void Dispose() => root.Delete(recursive: true);
}
