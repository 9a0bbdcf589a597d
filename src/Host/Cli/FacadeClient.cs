using System.Globalization;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>The REST facade of one peer, typed. Safe for use by several tasks at once.</summary>
/// <remarks>
/// Every call throws <see cref="CliException"/>: with the problem document's words where the
/// facade refused, with exit code 69 where nothing answers, with 6 where the answer takes too
/// long. Refused calls changed nothing.
/// </remarks>
public sealed class FacadeClient : IDisposable
{
    private readonly FacadeConnection connection;

    /// <summary>Makes a client; connects with the first call.</summary>
    /// <param name="address">Where the facade is.</param>
    public FacadeClient(FacadeAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
        connection = new FacadeConnection(address);
        Queries = new QueryClient(connection);
    }

    /// <summary>Questions to the cloud.</summary>
    public QueryClient Queries { get; }

    /// <summary>Where the facade is.</summary>
    public FacadeAddress Address { get; }

    /// <summary>HTTP to the facade.</summary>
    internal FacadeConnection Connection => connection;

    /// <summary>What the peer says of itself.</summary>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The peer.</returns>
    public Task<Answer<SelfBody>> SelfAsync(CancellationToken stop) =>
        connection.GetAsync("v1/self", FacadeJson.Default.SelfBody, stop);

    /// <summary>All peers it knows, itself included.</summary>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The peers.</returns>
    public Task<Answer<PeerBody[]>> PeersAsync(CancellationToken stop) =>
        connection.GetAsync("v1/peers", FacadeJson.Default.PeerBodyArray, stop);

    /// <summary>Where the peer stands among all.</summary>
    /// <param name="stop">Gives up waiting.</param>
    public Task<Answer<SlicesBody>> SlicesAsync(CancellationToken stop) =>
        connection.GetAsync("v1/slices", FacadeJson.Default.SlicesBody, stop);

    /// <summary>Makes an invite.</summary>
    /// <param name="request">What it admits.</param>
    /// <param name="stop">Gives up waiting; an invite may exist nevertheless.</param>
    /// <returns>The invite with its token.</returns>
    public Task<Answer<InviteBody>> InviteAsync(InviteRequest request, CancellationToken stop)
    {
        var content = FacadeConnection.Content(request, FacadeJson.Default.InviteRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/invites") { Content = content };
        return connection.ReadAsync(call, FacadeJson.Default.InviteBody, stop);
    }

    /// <summary>The invites made at this peer.</summary>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The invites, without tokens.</returns>
    public Task<Answer<InviteBody[]>> InvitesAsync(CancellationToken stop) =>
        connection.GetAsync("v1/invites", FacadeJson.Default.InviteBodyArray, stop);

    /// <summary>Revokes an invite in the whole cloud.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="withPeers">Whether those it admitted have to go too.</param>
    /// <param name="stop">Gives up waiting; it may be revoked nevertheless.</param>
    /// <returns>The invite.</returns>
    public Task<Answer<InviteBody>> RevokeInviteAsync(
        string id, bool withPeers, CancellationToken stop)
    {
        var path = $"v1/invites/{Uri.EscapeDataString(id)}" + (withPeers ? "?withPeers=true" : "");
        return connection.ReadAsync(
            new FacadeCall(HttpMethod.Delete, path), FacadeJson.Default.InviteBody, stop);
    }

    /// <summary>Bans a peer from the cloud.</summary>
    /// <param name="id">Its id, or a prefix that only its id has.</param>
    /// <param name="stop">Gives up waiting; it may be banned nevertheless.</param>
    /// <returns>The peer's whole id.</returns>
    public Task<Answer<BanBody>> BanAsync(string id, CancellationToken stop) =>
        connection.ReadAsync(
            new FacadeCall(HttpMethod.Post, $"v1/peers/{Uri.EscapeDataString(id)}:ban"),
            FacadeJson.Default.BanBody,
            stop);

    /// <summary>Gives the cloud a new key.</summary>
    /// <param name="stop">Gives up waiting; there may be one nevertheless.</param>
    /// <returns>Which generation it is.</returns>
    public Task<Answer<KeyBody>> RotateKeyAsync(CancellationToken stop) => connection.ReadAsync(
        new FacadeCall(HttpMethod.Post, "v1/key:rotate"), FacadeJson.Default.KeyBody, stop);

    /// <summary>Asks for a subcloud and waits for it to become active.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="wait">How long the facade may hold the answer back, at most 60 s.</param>
    /// <param name="stop">Gives up waiting; a subcloud may exist nevertheless.</param>
    /// <returns>The subcloud, still <c>allocating</c> when the wait ended before.</returns>
    public Task<Answer<SubcloudBody>> CreateSubcloudAsync(
        SubcloudRequest request, TimeSpan wait, CancellationToken stop)
    {
        var json = FacadeJson.Default;
        var content = FacadeConnection.Content(request, json.SubcloudRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/subclouds") { Content = content };
        return connection.ReadAsync(call with { Wait = wait }, json.SubcloudBody, stop);
    }

    /// <summary>The subclouds that this facade controls, newest first.</summary>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The subclouds.</returns>
    public Task<Answer<SubcloudBody[]>> SubcloudsAsync(CancellationToken stop) =>
        connection.GetAsync("v1/subclouds", FacadeJson.Default.SubcloudBodyArray, stop);

    /// <summary>One subcloud.</summary>
    /// <param name="idOrName">Its id, a unique prefix of it, or its name.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The subcloud.</returns>
    public Task<Answer<SubcloudBody>> SubcloudAsync(string idOrName, CancellationToken stop) =>
        connection.GetAsync(SubcloudPath(idOrName), FacadeJson.Default.SubcloudBody, stop);

    /// <summary>Hands the machines of a subcloud back; its running tasks are cancelled.</summary>
    /// <param name="idOrName">Its id, a unique prefix of it, or its name.</param>
    /// <param name="stop">Gives up waiting; it is released nevertheless.</param>
    /// <returns>The released subcloud.</returns>
    public Task<Answer<SubcloudBody>> ReleaseSubcloudAsync(
        string idOrName, CancellationToken stop)
    {
        var call = new FacadeCall(HttpMethod.Delete, SubcloudPath(idOrName));
        return connection.ReadAsync(call, FacadeJson.Default.SubcloudBody, stop);
    }

    /// <summary>Submits one task.</summary>
    /// <param name="task">What to run.</param>
    /// <param name="stop">Gives up waiting; the task may run nevertheless.</param>
    /// <returns>The task.</returns>
    public Task<Answer<TaskBody>> SubmitAsync(TaskRequest task, CancellationToken stop)
    {
        var json = FacadeJson.Default;
        var content = FacadeConnection.Content(task, json.TaskRequest);
        var call = new FacadeCall(HttpMethod.Post, "v1/tasks") { Content = content };
        return connection.ReadAsync(call, json.TaskBody, stop);
    }

    /// <summary>Submits several tasks at once: all of them or, on refusal, none.</summary>
    /// <param name="tasks">At most 10,000.</param>
    /// <param name="stop">Gives up waiting; the tasks may run nevertheless.</param>
    /// <returns>The tasks in the same order.</returns>
    public Task<Answer<TaskBody[]>> SubmitAsync(TaskRequest[] tasks, CancellationToken stop)
    {
        var json = FacadeJson.Default;
        var content = FacadeConnection.Content(tasks, json.TaskRequestArray);
        var call = new FacadeCall(HttpMethod.Post, "v1/tasks") { Content = content };
        return connection.ReadAsync(call, json.TaskBodyArray, stop);
    }

    /// <summary>Tasks that this facade controls.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The tasks.</returns>
    public Task<Answer<TaskBody[]>> TasksAsync(TaskFilter filter, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = FacadeConnection.Query(
            ("subcloud", filter.Subcloud), ("batch", filter.Batch), ("state", filter.State));
        return connection.GetAsync("v1/tasks" + query, FacadeJson.Default.TaskBodyArray, stop);
    }

    /// <summary>One task.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="wait">How long the facade may wait for a final state, at most 60 s.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The task.</returns>
    public Task<Answer<TaskBody>> TaskAsync(string id, TimeSpan wait, CancellationToken stop)
    {
        var call = new FacadeCall(HttpMethod.Get, TaskPath(id)) { Wait = wait };
        return connection.ReadAsync(call, FacadeJson.Default.TaskBody, stop);
    }

    /// <summary>Cancels a task; one in a final state stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="stop">Gives up waiting; the task is cancelled nevertheless.</param>
    /// <returns>The task.</returns>
    public Task<Answer<TaskBody>> CancelTaskAsync(string id, CancellationToken stop)
    {
        var call = new FacadeCall(HttpMethod.Delete, TaskPath(id));
        return connection.ReadAsync(call, FacadeJson.Default.TaskBody, stop);
    }

    /// <summary>Opens a task's output; with follow it ends when the attempt does.</summary>
    /// <param name="request">Which bytes.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The bytes; dispose of it.</returns>
    public Task<FacadeDownload> OpenLogsAsync(LogRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = FacadeConnection.Query(
            ("stream", request.Stream),
            ("follow", request.Follow ? "true" : "false"),
            ("attempt", request.Attempt?.ToString(CultureInfo.InvariantCulture)));
        var path = TaskPath(request.Task) + "/logs" + query;
        var limit = request.Follow ? Timeout.InfiniteTimeSpan : FacadeCall.DefaultLimit;
        return connection.OpenAsync(
            new FacadeCall(HttpMethod.Get, path) { Limit = limit }, stop);
    }

    /// <summary>What the accepted attempt of a task brought back.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The results.</returns>
    public Task<Answer<ResultBody[]>> ResultsAsync(string id, CancellationToken stop) =>
        connection.GetAsync(
            TaskPath(id) + "/results", FacadeJson.Default.ResultBodyArray, stop);

    /// <summary>Opens one result.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>The bytes; dispose of it.</returns>
    public Task<FacadeDownload> OpenResultAsync(string id, string name, CancellationToken stop)
    {
        var path = $"{TaskPath(id)}/results/{Uri.EscapeDataString(name)}";
        return connection.OpenAsync(new FacadeCall(HttpMethod.Get, path), stop);
    }

    /// <summary>Whether the facade has a blob already.</summary>
    /// <param name="digest">SHA-256, 64 hex digits.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <returns>False where it answers not-found.</returns>
    public async Task<bool> HasBlobAsync(string digest, CancellationToken stop)
    {
        try
        {
            var call = new FacadeCall(HttpMethod.Head, "v1/blobs/" + digest);
            using var answer = await connection.SendAsync(call, stop);
            return true;
        }
        catch (CliException failure) when (failure.ExitCode == ExitCodes.NotFound)
        {
            return false;
        }
    }

    /// <summary>Uploads a blob; the facade refuses bytes that do not hash to the digest.</summary>
    /// <param name="digest">SHA-256, 64 hex digits.</param>
    /// <param name="bytes">The blob; read to its end, not disposed of.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>When the facade has it.</returns>
    public async Task PutBlobAsync(string digest, Stream bytes, CancellationToken stop)
    {
        using var content = FacadeConnection.Content(bytes);
        var call = new FacadeCall(HttpMethod.Put, "v1/blobs/" + digest)
        {
            Content = content,
            Limit = FacadeCall.TransferLimit,
        };
        using var answer = await connection.SendAsync(call, stop);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static string SubcloudPath(string idOrName) =>
        "v1/subclouds/" + Uri.EscapeDataString(idOrName);

    private static string TaskPath(string id) => "v1/tasks/" + Uri.EscapeDataString(id);
}
