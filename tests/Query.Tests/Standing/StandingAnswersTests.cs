using P2PCS.Query.Language;
using P2PCS.Query.Standing;
using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Standing;

public sealed class StandingAnswersTests
{
    private static readonly Lazy<StandingCloud> Cloud = new(Warmed);

    [Theory]
    [InlineData("SELECT count(*) FROM peers", true)]
    [InlineData("SELECT sum(mem.free), percentile(load1, 0.9) FROM peers", true)]
    [InlineData("SELECT site, count(*) FROM peers GROUP BY site", true)]
    [InlineData("SELECT count(*) FROM peers WHERE load1 > 1", false)]
    [InlineData("SELECT site, avg(load1) FROM peers GROUP BY site", false)]
    [InlineData("SELECT sum(load1 * 2) FROM peers", false)]
    [InlineData("SELECT sum(load15) FROM peers", false)]
    [InlineData("SELECT count(DISTINCT site) FROM peers", false)]
    [InlineData("SELECT kernel FROM peers", false)]
    [InlineData("SELECT count(*) FROM leases", false)]
    public void Only_what_is_standing_is_covered(string text, bool isCovered) =>
        Assert.Equal(isCovered, StandingAnswers.Cover(Bound(text)));

    [Fact]
    public void Numbers_of_all_peers_are_answered()
    {
        IReadOnlyList<Value> row = Assert.Single(Answer(
            "SELECT count(*), sum(cpu.cores), avg(cpu.cores), min(cpu.cores), max(cpu.cores), "
            + "percentile(cpu.cores, 0.5), stddev(cpu.cores) FROM peers").Rows);
        Assert.Equal(20, row[0].AsInt);
        Assert.Equal(210, row[1].AsNumber, 1.0);
        Assert.Equal(10.5, row[2].AsNumber, 0.05);
        Assert.Equal(1, row[3].AsNumber, 1e-3);
        Assert.Equal(20, row[4].AsNumber, 1e-3);
        Assert.Equal(10.5, row[5].AsNumber, 1.5);
        Assert.Equal(5.916, row[6].AsNumber, 0.05);
    }

    [Fact]
    public void Groups_of_a_coarse_column_below_five_peers_are_not_shown()
    {
        StandingAnswer answer = Answer("SELECT site, count(*) FROM peers GROUP BY site");
        Assert.Equal(
            ["big 16"],
            answer.Rows.Select(row => $"{row[0].AsText} {row[1].AsInt}"));
    }

    [Fact]
    public void What_is_too_old_is_no_answer()
    {
        StandingPicture picture = Cloud.Value.Kernels[0].Picture!;
        BoundQuery query = Bound("SELECT count(*) FROM peers");
        Assert.True(StandingAnswers.TryAnswer(picture, query, picture.AsOf, out _));
        Assert.False(StandingAnswers.TryAnswer(
            picture, query, picture.AsOf + TimeSpan.FromSeconds(1), out _));
    }

    private static StandingAnswer Answer(string text)
    {
        Assert.True(StandingAnswers.TryAnswer(
            Cloud.Value.Kernels[0].Picture!, Bound(text), default, out StandingAnswer answer));
        return answer;
    }

    private static BoundQuery Bound(string text)
    {
        Assert.True(QueryParser.TryParse(text, out SelectQuery? query, out QueryError? error),
            error?.Message);
        Assert.True(Binder.TryBind(query!, out BoundQuery? bound, out error), error?.Message);
        return bound!;
    }

    private static StandingCloud Warmed()
    {
        var cloud = new StandingCloud(20);
        for (int i = 0; i < 20; i++)
        {
            cloud.Kernels[i].Own = new GivenRow
            {
                ["cpu.cores"] = Value.Of(i + 1.0),
                ["load1"] = Value.Of(i / 10.0),
                ["site"] = Value.Of(i < 16 ? "big" : $"small-{i}"),
            };
        }

        cloud.Run(12);
        cloud.Kernels[0].Watch(cloud.Now, cloud.Now + TimeSpan.FromMinutes(1));
        cloud.Run(20);
        return cloud;
    }
}
