using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>What a facade does with subclouds and with its own machine, typed; fails as
/// <see cref="FacadeClient"/> does.</summary>
/// <param name="client">The facade.</param>
public sealed class SubcloudCalls(FacadeClient client)
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

    /// <summary>What a request would find; nothing is held.</summary>
    public Task<Answer<PlanBody>> PlanAsync(SubcloudRequest request, CancellationToken stop)
    {
        var content = FacadeConnection.Content(request, Json.SubcloudRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/subclouds:plan") { Content = content };
        return connection.ReadAsync(call, Json.PlanBody, stop);
    }

    /// <summary>The facade's subclouds in a state, or with a label; null for any.</summary>
    public Task<Answer<SubcloudBody[]>> ListAsync(
        string? state, string? label, CancellationToken stop)
    {
        var query = FacadeConnection.Query(("state", state), ("label", label));
        return connection.GetAsync("v1/subclouds" + query, Json.SubcloudBodyArray, stop);
    }

    /// <summary>Changes a subcloud.</summary>
    public Task<Answer<SubcloudBody>> ChangeAsync(
        string id, SubcloudChange change, CancellationToken stop)
    {
        var content = FacadeConnection.Content(change, Json.SubcloudChange);
        var call = new FacadeCall(HttpMethod.Patch, Path(id)) { Content = content };
        return connection.ReadAsync(call, Json.SubcloudBody, stop);
    }

    /// <summary>Lets it live for so long from now on.</summary>
    public Task<Answer<SubcloudBody>> RenewAsync(string id, string ttl, CancellationToken stop)
    {
        var content = FacadeConnection.Content(new RenewRequest(ttl), Json.RenewRequest);
        var call = new FacadeCall(HttpMethod.Post, Path(id) + "/renew") { Content = content };
        return connection.ReadAsync(call, Json.SubcloudBody, stop);
    }

    /// <summary>Its machines.</summary>
    public Task<Answer<MemberBody[]>> MembersAsync(string id, CancellationToken stop) =>
        connection.GetAsync(Path(id) + "/members", Json.MemberBodyArray, stop);

    /// <summary>Gives one machine back for good.</summary>
    public Task<Answer<SubcloudBody>> TerminateAsync(
        string id, string peer, CancellationToken stop) => connection.ReadAsync(
            new FacadeCall(
                HttpMethod.Delete, $"{Path(id)}/members/{Uri.EscapeDataString(peer)}"),
            Json.SubcloudBody,
            stop);

    /// <summary>Gives all back: mode <c>now</c> or <c>drain</c>.</summary>
    public Task<Answer<SubcloudBody>> ReleaseAsync(
        string id, string mode, CancellationToken stop) => connection.ReadAsync(
            new FacadeCall(HttpMethod.Delete, Path(id) + "?mode=" + mode),
            Json.SubcloudBody,
            stop);

    /// <summary>Why it is as it is.</summary>
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

    /// <summary>Ends all streams of its events.</summary>
    public async Task CloseEventsAsync(string id, CancellationToken stop)
    {
        using var done = await connection.SendAsync(
            new FacadeCall(HttpMethod.Delete, Path(id) + "/events"), stop);
    }

    /// <summary>Drains the facade's machine; null sets no deadline.</summary>
    public Task<Answer<DrainBody>> DrainAsync(string? deadline, CancellationToken stop)
    {
        var content = FacadeConnection.Content(new DrainRequest(deadline), Json.DrainRequest);
        var call = new FacadeCall(HttpMethod.Put, "v1/self/drain") { Content = content };
        return connection.ReadAsync(call, Json.DrainBody, stop);
    }

    /// <summary>Takes work again.</summary>
    public Task<Answer<DrainBody>> ResumeAsync(CancellationToken stop) => connection.ReadAsync(
        new FacadeCall(HttpMethod.Delete, "v1/self/drain"), Json.DrainBody, stop);

    /// <summary>What the facade's machine has promised.</summary>
    public Task<Answer<LeaseBody[]>> LeasesAsync(CancellationToken stop) =>
        connection.GetAsync("v1/self/leases", Json.LeaseBodyArray, stop);

    /// <summary>Ends a lease of the facade's machine at once.</summary>
    public async Task RevokeAsync(string fence, CancellationToken stop)
    {
        var path = "v1/self/leases/" + Uri.EscapeDataString(fence);
        using var done = await connection.SendAsync(
            new FacadeCall(HttpMethod.Delete, path), stop);
    }

    private static string Path(string id) => "v1/subclouds/" + Uri.EscapeDataString(id);
}
