using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary>The continuous queries of one facade; a bounded number of them. Any thread may use it.
/// </summary>
/// <param name="stopping">Ends all of them.</param>
public sealed class ContinuousQueries(CancellationToken stopping)
{
    /// <summary>Most that run at a time. Our guess: each costs two messages per peer and period,
    /// and an admin watches some at a time.</summary>
    public const int RunningMax = 16;

    // Ended ones stay readable for those who come back late, the oldest go first.
    private const int EndedMax = 16;

    private readonly List<ContinuousQuery> queries = [];
    private readonly Lock gate = new();

    /// <summary>All of them, newest first.</summary>
    public ContinuousQueryBody[] Bodies()
    {
        lock (gate)
            return [.. Enumerable.Reverse(queries).Select(query => query.Body)];
    }

    /// <summary>Begins one.</summary>
    /// <param name="terms">What, how often, how long.</param>
    /// <param name="ask">Asks once.</param>
    /// <returns>The query, or null where as many run as may.</returns>
    public ContinuousQuery? TryBegin(
        QueryTerms terms, Func<CancellationToken, Task<QueryNews>> ask)
    {
        ContinuousQuery query;
        lock (gate)
        {
            if (queries.Count(one => !one.IsEnded) >= RunningMax)
                return null;
            ForgetEnded();
            query = new ContinuousQuery(terms, TimeProvider.System.GetUtcNow(), stopping);
            queries.Add(query);
        }

        _ = query.RunAsync(ask);
        return query;
    }

    /// <summary>Finds one by its id, or by a prefix that only its id has.</summary>
    public ContinuousQuery? Find(string id)
    {
        lock (gate)
        {
            ContinuousQuery[] found = [.. queries.Where(
                query => query.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)).Take(2)];
            return found.Length == 1 ? found[0] : null;
        }
    }

    private void ForgetEnded()
    {
        ContinuousQuery[] ended = [.. queries.Where(query => query.IsEnded)];
        foreach (ContinuousQuery query in ended.SkipLast(EndedMax))
        {
            queries.Remove(query);
            query.Dispose();
        }
    }
}
