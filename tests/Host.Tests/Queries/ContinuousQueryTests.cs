using P2PCS.Host.Rest;

namespace P2PCS.Host.Tests.Queries;

public sealed class ContinuousQueryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task It_asks_at_once_and_again_and_ends_by_itself()
    {
        using ContinuousQuery query = Make(every: 0.05, length: 0.4);
        int asked = 0;
        await query.RunAsync(_ => Task.FromResult(News(++asked))).WaitAsync(Patience);
        Assert.True(query.IsEnded);
        Assert.InRange(asked, 2, 9);
        Assert.Equal((asked, "ended"), (query.Body.Answers, query.Body.State));
        var all = await query.AfterAsync(0, Patience, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, asked), all.Select(one => (int)one.Number));
    }

    [Fact]
    public async Task A_reader_who_comes_back_gets_what_it_missed()
    {
        using ContinuousQuery query = Make(every: 0.02, length: 20);
        Task running = query.RunAsync(_ => Task.FromResult(News(0)));
        long last = 0;
        while (last < 5)
        {
            var news = await query.AfterAsync(last, Patience, CancellationToken.None);
            last = news[^1].Number;
        }

        var missed = await query.AfterAsync(2, Patience, CancellationToken.None);
        Assert.Equal(3, missed[0].Number);
        query.End();
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task Old_answers_are_forgotten_beyond_a_bound()
    {
        using ContinuousQuery query = Make(every: 0.001, length: 20);
        Task running = query.RunAsync(_ => Task.FromResult(News(0)));
        while (query.Body.Answers < ContinuousQuery.KeptMax + 10)
            await query.AfterAsync(query.Body.Answers, Patience, CancellationToken.None);
        query.End();
        await running.WaitAsync(Patience);
        var kept = await query.AfterAsync(0, Patience, CancellationToken.None);
        Assert.Equal(ContinuousQuery.KeptMax, kept.Count);
        Assert.Equal(query.Body.Answers, kept[^1].Number);
    }

    [Fact]
    public async Task A_stop_of_the_peer_ends_it()
    {
        using var stopping = new CancellationTokenSource();
        using var query = new ContinuousQuery(
            new QueryTerms("query_1", "x", Patience, Patience), DateTimeOffset.UnixEpoch,
            stopping.Token);
        Task running = query.RunAsync(_ => Task.FromResult(News(0)));
        await stopping.CancelAsync();
        await running.WaitAsync(Patience);
        Assert.True(query.IsEnded);
    }

    [Fact]
    public async Task No_more_than_a_bounded_number_run()
    {
        using var stopping = new CancellationTokenSource();
        var queries = new ContinuousQueries(stopping.Token);
        for (int i = 0; i < ContinuousQueries.RunningMax; i++)
            Assert.NotNull(queries.TryBegin(Terms(i), _ => Task.FromResult(News(0))));
        Assert.Null(queries.TryBegin(Terms(99), _ => Task.FromResult(News(0))));
        ContinuousQuery first = queries.Find("query_00")!;
        first.End();
        await first.Ended.WaitAsync(Patience);
        Assert.NotNull(queries.TryBegin(Terms(99), _ => Task.FromResult(News(0))));
        Assert.Null(queries.Find("query_"));
        await stopping.CancelAsync();
    }

    private static QueryTerms Terms(int number) => new(
        $"query_{number:00}", "x", TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private static ContinuousQuery Make(double every, double length) => new(
        new QueryTerms(
            "query_1", "x", TimeSpan.FromSeconds(every), TimeSpan.FromSeconds(length)),
        DateTimeOffset.UnixEpoch,
        CancellationToken.None);

    private static QueryNews News(int number) => new("answer", new[] { (byte)number });
}
