namespace P2PCS.Host.Streams;

/// <summary>Compares this peer's clock with others': what is said in the name of the cloud counts
/// nowhere while it seems to be of the future. A wrong answer of one peer decides nothing.
/// </summary>
/// <param name="client">Asks them.</param>
public sealed class ClockCheck(StreamClient client)
{
    /// <summary>Peers to ask. Our guess: the least of which one may lie.</summary>
    public const int Asked = 3;

    // Any path: the date is in the head of every answer, also of "not found".
    private const string Path = "/blobs/none";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How far a clock is ahead of others', to the second; negative where it is behind.
    /// </summary>
    /// <param name="now">This clock, UTC.</param>
    /// <param name="others">Whom to ask, <see cref="Asked"/> at the best.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The middle one of the differences, of two the lesser; null where nobody answers
    /// within two seconds.</returns>
    public async Task<TimeSpan?> LeadAsync(
        Func<DateTimeOffset> now,
        IEnumerable<StreamTarget> others,
        CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        TimeSpan?[] leads = await Task.WhenAll(
            others.Select(other => LeadAsync(now, other, limit.Token)));
        cancellation.ThrowIfCancellationRequested();
        TimeSpan[] known = [.. leads.OfType<TimeSpan>().Order()];
        return known.Length == 0 ? null : known[(known.Length - 1) / 2];
    }

    private async Task<TimeSpan?> LeadAsync(
        Func<DateTimeOffset> now, StreamTarget other, CancellationToken limit)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(other, Path, limit);
            return now() - answer.Headers.Date;
        }
        catch (Exception silent) when (silent is HttpRequestException
            or OperationCanceledException)
        {
            return null;
        }
    }
}
