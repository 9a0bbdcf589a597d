namespace P2PCS.Host.Rest.Bodies;

/// <summary>One task to run: the body of <c>POST /v1/tasks</c>, or an element.</summary>
/// <param name="Command">
/// Program and arguments, at least one; <c>{in}</c> and <c>{out}</c> inside an argument become the
/// paths of the first input and of the output file on the machine that runs it.
/// </param>
/// <param name="Subcloud">Id or name of the subcloud; absent: one machine is taken for it.</param>
/// <param name="Inputs">Files to put in place first; upload them as blobs before.</param>
/// <param name="Resources">What the task needs; one core and 256 MiB if absent.</param>
/// <param name="MaxRuntime">Kill it after this long, such as <c>10m</c>; 1 h if absent.</param>
/// <param name="Batch">A word that ties tasks together, for listing.</param>
/// <param name="Name">A name for people.</param>
public sealed record TaskRequest(
    IReadOnlyList<string> Command,
    string? Subcloud = null,
    IReadOnlyList<InputBody>? Inputs = null,
    ResourcesBody? Resources = null,
    string? MaxRuntime = null,
    string? Batch = null,
    string? Name = null);

/// <summary>A file that a task finds beside it.</summary>
/// <param name="Name">File name without directories.</param>
/// <param name="Digest">SHA-256 of the bytes, 64 lower-case hex digits.</param>
/// <param name="Size">Length in bytes.</param>
public sealed record InputBody(string Name, string Digest, long Size);

/// <summary>A task and what became of it.</summary>
/// <param name="Id">The task's id, <c>task_...</c>.</param>
/// <param name="Name">The name its customer gave it, or null.</param>
/// <param name="Batch">The batch it belongs to, or null.</param>
/// <param name="Subcloud">Id of the subcloud it runs on.</param>
/// <param name="State">
/// <c>queued</c>, <c>running</c>, <c>publishing</c>, <c>succeeded</c>, <c>failed</c>,
/// <c>cancelled</c> or <c>aborted</c>.
/// </param>
/// <param name="ExitCode">The command's exit code, once it ended by itself.</param>
/// <param name="Reason">Why it waits, was retried or ended, where that needs saying.</param>
/// <param name="CreatedAt">When it was submitted, UTC.</param>
/// <param name="EndedAt">When it reached a final state, UTC.</param>
/// <param name="Command">Program and arguments.</param>
/// <param name="Attempts">Every try, oldest first.</param>
/// <param name="Results">What the accepted attempt brought back.</param>
public sealed record TaskBody(
    string Id,
    string? Name,
    string? Batch,
    string Subcloud,
    string State,
    int? ExitCode,
    ReasonBody? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<string> Command,
    IReadOnlyList<AttemptBody> Attempts,
    IReadOnlyList<ResultBody> Results);

/// <summary>One try of a task on one peer.</summary>
/// <param name="Number">Which try, from 1.</param>
/// <param name="PeerId">The machine that ran it.</param>
/// <param name="State">
/// <c>assigned</c>, <c>running</c>, <c>exited</c>, <c>accepted</c>, <c>lost</c>, <c>refused</c>
/// or <c>cancelled</c>.
/// </param>
/// <param name="StartedAt">When it was assigned, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
public sealed record AttemptBody(
    int Number,
    string PeerId,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);

/// <summary>A file that a task brought back.</summary>
/// <param name="Name"><c>stdout</c>, <c>stderr</c>, or <c>out</c> where the task wrote it.</param>
/// <param name="Digest">SHA-256 of the bytes, 64 lower-case hex digits.</param>
/// <param name="Size">Length in bytes.</param>
public sealed record ResultBody(string Name, string Digest, long Size);
