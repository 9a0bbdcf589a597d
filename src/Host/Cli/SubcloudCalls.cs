using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>What a facade does with subclouds and with its own machine, typed; fails as
/// <see cref="FacadeClient"/> does.</summary>
/// <param name="client">The facade.</param>
internal sealed class SubcloudCalls(FacadeClient client)
{
    private readonly FacadeConnection connection = client.Connection;

    private static FacadeJson Json => FacadeJson.Default;

    /// <summary>Asks for a subcloud, or for the one of the key.</summary>
    public Task<Answer<SubcloudBody>> CreateAsync(
        SubcloudRequest request, string? key, TimeSpan wait, CancellationToken stop)
    {
        var content = FacadeConnection.Content(request, Json.SubcloudRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/subclouds")
        {
            Content = content,
            Wait = wait,
            Key = key,
        };
        return connection.ReadAsync(call, Json.SubcloudBody, stop);
    }

    public Task<Answer<PlanBody>> PlanAsync(SubcloudRequest request, CancellationToken stop)
    {
        var content = FacadeConnection.Content(request, Json.SubcloudRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/subclouds:plan") { Content = content };
        return connection.ReadAsync(call, Json.PlanBody, stop);
    }

    public Task<Answer<SubcloudBody[]>> ListAsync(
        string? state, string? label, CancellationToken stop)
    {
        var query = FacadeConnection.Query(("state", state), ("label", label));
        return connection.GetAsync("v1/subclouds" + query, Json.SubcloudBodyArray, stop);
    }

    public Task<Answer<SubcloudBody>> ChangeAsync(
        string id, SubcloudChange change, CancellationToken stop)
    {
        var content = FacadeConnection.Content(change, Json.SubcloudChange);
        var call = new FacadeCall(HttpMethod.Patch, Path(id)) { Content = content };
        return connection.ReadAsync(call, Json.SubcloudBody, stop);
    }

    public Task<Answer<SubcloudBody>> RenewAsync(string id, string ttl, CancellationToken stop)
    {
        var content = FacadeConnection.Content(new RenewRequest(ttl), Json.RenewRequest);
        var call = new FacadeCall(HttpMethod.Post, Path(id) + "/renew") { Content = content };
        return connection.ReadAsync(call, Json.SubcloudBody, stop);
    }

    public Task<Answer<MemberBody[]>> MembersAsync(string id, CancellationToken stop) =>
        connection.GetAsync(Path(id) + "/members", Json.MemberBodyArray, stop);

    public Task<Answer<SubcloudBody>> TerminateAsync(
        string id, string peer, CancellationToken stop) => connection.ReadAsync(
            new FacadeCall(
                HttpMethod.Delete, $"{Path(id)}/members/{Uri.EscapeDataString(peer)}"),
            Json.SubcloudBody,
            stop);

    public Task<Answer<SubcloudBody>> ReleaseAsync(
        string id, string mode, CancellationToken stop) => connection.ReadAsync(
            new FacadeCall(HttpMethod.Delete, Path(id) + "?mode=" + mode),
            Json.SubcloudBody,
            stop);

    public Task<Answer<ExplainBody>> ExplainAsync(string id, CancellationToken stop) =>
        connection.GetAsync(Path(id) + "/explain", Json.ExplainBody, stop);

    /// <summary>Opens a stream of events, one line of JSON each; it lasts until the subcloud
    /// ends.</summary>
    public Task<FacadeDownload> OpenEventsAsync(
        string id, string? since, CancellationToken stop) => connection.OpenAsync(
            new FacadeCall(
                HttpMethod.Get,
                Path(id) + "/events" + FacadeConnection.Query(("since", since)))
            {
                Accept = "application/x-ndjson",
                Limit = Timeout.InfiniteTimeSpan,
            },
            stop);

    public async Task CloseEventsAsync(string id, CancellationToken stop)
    {
        using var done = await connection.SendAsync(
            new FacadeCall(HttpMethod.Delete, Path(id) + "/events"), stop);
    }

    public Task<Answer<DrainBody>> DrainAsync(string? deadline, CancellationToken stop)
    {
        var content = FacadeConnection.Content(new DrainRequest(deadline), Json.DrainRequest);
        var call = new FacadeCall(HttpMethod.Put, "v1/self/drain") { Content = content };
        return connection.ReadAsync(call, Json.DrainBody, stop);
    }

    public Task<Answer<DrainBody>> ResumeAsync(CancellationToken stop) => connection.ReadAsync(
        new FacadeCall(HttpMethod.Delete, "v1/self/drain"), Json.DrainBody, stop);

    public Task<Answer<LeaseBody[]>> LeasesAsync(CancellationToken stop) =>
        connection.GetAsync("v1/self/leases", Json.LeaseBodyArray, stop);

    public async Task RevokeAsync(string fence, CancellationToken stop)
    {
        var path = "v1/self/leases/" + Uri.EscapeDataString(fence);
        using var done = await connection.SendAsync(
            new FacadeCall(HttpMethod.Delete, path), stop);
    }

    private static string Path(string id) => "v1/subclouds/" + Uri.EscapeDataString(id);
}
