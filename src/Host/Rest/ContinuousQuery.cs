using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary>A question that is asked again and again until its time is over; its last answers are
/// kept for readers who come late or come back. Any thread may use it.</summary>
public sealed class ContinuousQuery : IDisposable
{
    /// <summary>Answers kept. Our guess: a reader that was away for a minute misses nothing at the
    /// shortest period.</summary>
    public const int KeptMax = 64;

    private readonly QueryTerms terms;
    private readonly CancellationTokenSource ending;
    private readonly Lock gate = new();
    private readonly Queue<(long Number, QueryNews News)> kept = new();
    private readonly TaskCompletionSource over = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    private long number;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A query that asks nothing until <see cref="RunAsync"/>.</summary>
    /// <param name="terms">What, how often and how long.</param>
    /// <param name="now">The moment, UTC.</param>
    /// <param name="stopping">Ends it too.</param>
    public ContinuousQuery(QueryTerms terms, DateTimeOffset now, CancellationToken stopping)
    {
        this.terms = terms;
        CreatedAt = now;
        ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>Its name.</summary>
    public string Id => terms.Id;

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Completes when there will be no more answers.</summary>
    public Task Ended => over.Task;

    /// <summary>Whether there will be no more answers.</summary>
    public bool IsEnded => over.Task.IsCompleted;

    /// <summary>As it stands.</summary>
    public ContinuousQueryBody Body
    {
        get
        {
            lock (gate)
            {
                return new ContinuousQueryBody(
                    terms.Id,
                    terms.Sql,
                    IsEnded ? "ended" : "running",
                    terms.Every.TotalSeconds,
                    CreatedAt,
                    CreatedAt + terms.For,
                    number);
            }
        }
    }

    /// <summary>Asks until its time is over or it is ended.</summary>
    /// <param name="ask">Asks once.</param>
    public async Task RunAsync(Func<CancellationToken, Task<QueryNews>> ask)
    {
        try
        {
            ending.CancelAfter(terms.For);
            using var timer = new PeriodicTimer(terms.Every);
            do
                Add(await ask(ending.Token));
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Its time is over, or nobody wants it any more.
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Answers after one that a reader has, or waits for the next.</summary>
    /// <param name="last">The last answer the reader has; 0 if none.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="stop">The reader goes away.</param>
    /// <returns>The answers, oldest first; none when the wait ended before.</returns>
    public async Task<IReadOnlyList<(long Number, QueryNews News)>> AfterAsync(
        long last, TimeSpan patience, CancellationToken stop)
    {
        Task next;
        lock (gate)
        {
            next = changed.Task;
            if (IsEnded || number > last)
                return [.. kept.Where(one => one.Number > last)];
        }

        await Task.WhenAny(next, Task.Delay(patience, stop));
        stop.ThrowIfCancellationRequested();
        lock (gate)
            return [.. kept.Where(one => one.Number > last)];
    }

    /// <summary>Ends it.</summary>
    public void End() => ending.Cancel();

    /// <inheritdoc/>
    public void Dispose() => ending.Dispose();

    private void Add(QueryNews news)
    {
        lock (gate)
        {
            if (kept.Count == KeptMax)
                kept.Dequeue();
            kept.Enqueue((++number, news));
        }

        Tell();
    }

    private void Finish()
    {
        over.TrySetResult();
        Tell();
    }

    private void Tell() => Interlocked.Exchange(
        ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

/// <summary>What is asked again and again.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Sql">The text, as it was sent.</param>
/// <param name="Every">The period.</param>
/// <param name="For">How long.</param>
public sealed record QueryTerms(string Id, string Sql, TimeSpan Every, TimeSpan For);

/// <summary>What a continuous query tells at one moment.</summary>
/// <param name="Kind"><c>answer</c>, or <c>problem</c> where there was none this time.</param>
/// <param name="Json">The body, one line of UTF-8.</param>
public sealed record QueryNews(string Kind, ReadOnlyMemory<byte> Json);
