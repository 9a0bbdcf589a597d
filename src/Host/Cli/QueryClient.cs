using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>Queries at a facade; see <see cref="FacadeClient"/> for what calls throw.</summary>
public sealed class QueryClient
{
    private readonly FacadeConnection connection;

    internal QueryClient(FacadeConnection connection) => this.connection = connection;

    /// <summary>Asks the cloud once.</summary>
    /// <param name="request">What.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The answer.</returns>
    public Task<Answer<QueryBody>> AskAsync(QueryRequest request, CancellationToken stop)
    {
        var content = FacadeConnection.Content(request, FacadeJson.Default.QueryRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/query") { Content = content };
        return connection.ReadAsync(call, FacadeJson.Default.QueryBody, stop);
    }

    /// <summary>Begins to ask again and again.</summary>
    /// <param name="request">What; its text has EVERY.</param>
    /// <param name="stop">Gives up waiting; the query may run nevertheless.</param>
    /// <returns>The continuous query.</returns>
    public Task<Answer<ContinuousQueryBody>> BeginAsync(
        QueryRequest request, CancellationToken stop)
    {
        var json = FacadeJson.Default;
        var content = FacadeConnection.Content(request, json.QueryRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/queries") { Content = content };
        return connection.ReadAsync(call, json.ContinuousQueryBody, stop);
    }

    /// <summary>Ends a continuous query.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="stop">Gives up waiting; it ends nevertheless.</param>
    /// <returns>The ended query.</returns>
    public Task<Answer<ContinuousQueryBody>> EndAsync(string id, CancellationToken stop) =>
        connection.ReadAsync(
            new FacadeCall(HttpMethod.Delete, Path(id)),
            FacadeJson.Default.ContinuousQueryBody,
            stop);

    /// <summary>Opens the answers of a continuous query.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="last">The last event that is known already; 0 if none.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The bytes of the stream; dispose of it.</returns>
    public Task<FacadeDownload> OpenAsync(string id, long last, CancellationToken stop) =>
        connection.OpenAsync(
            new FacadeCall(HttpMethod.Get, Path(id) + "/stream")
            {
                Limit = Timeout.InfiniteTimeSpan,
                LastEvent = last,
            },
            stop);

    private static string Path(string id) => "v1/queries/" + Uri.EscapeDataString(id);
}
