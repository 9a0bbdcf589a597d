using System.Collections.Concurrent;
using System.Text.Json;
using P2PCS.Host.Attempts;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Specs and manifests of this facade's tasks, read from their blobs once and kept.
/// </summary>
/// <param name="parts">What the facade works with.</param>
internal sealed class TaskShelf(FacadeParts parts)
{
    private static readonly TaskSpec Missing = new([], [], 0, 0);
    private static readonly ResultManifest Empty = new([], null);

    private readonly ConcurrentDictionary<Digest, TaskSpec> specs = new();
    private readonly ConcurrentDictionary<Digest, ResultManifest> manifests = new();

    /// <summary>Stores a spec as a blob.</summary>
    public async Task<Digest> StoreAsync(TaskSpec spec, CancellationToken stop)
    {
        using var json = new MemoryStream(
            JsonSerializer.SerializeToUtf8Bytes(spec, AttemptJson.Default.TaskSpec));
        BlobRef blob = await parts.Blobs.PutAsync(json, TaskSpec.MaxBytes, stop);
        specs[blob.Digest] = spec;
        return blob.Digest;
    }

    /// <summary>The spec of a task; an empty one if its blob is gone.</summary>
    public TaskSpec SpecOf(TaskPicture task) => specs.GetOrAdd(task.Spec, ReadSpec);

    /// <summary>The files that a task brought back; none until it ended well.</summary>
    public ResultManifest ManifestOf(TaskPicture task) => task.Result.IsNone
        ? Empty
        : manifests.GetOrAdd(
            task.Result, digest => ResultFetcher.Read(parts.Blobs, digest) ?? Empty);

    /// <summary>A task as REST shows it.</summary>
    public TaskBody BodyOf(TaskPicture task)
    {
        TaskSpec spec = SpecOf(task);
        ResultManifest manifest = ManifestOf(task);
        ReasonBody? reason = task.Reason;
        if (reason is null && manifest.Detail is { } detail)
            reason = new ReasonBody("detail", detail);
        return new TaskBody(
            Names.Task(task.Id),
            spec.Name,
            spec.Batch,
            Names.Subcloud(task.Subcloud),
            Picture.Word(task.State),
            task.ExitCode,
            reason,
            task.CreatedAt,
            task.EndedAt,
            spec.Command,
            task.Attempts,
            [.. manifest.Files.Select(file => new ResultBody(file.Name, file.Digest, file.Size))]);
    }

    /// <summary>The task of that id as the node knows it now, or null.</summary>
    public async Task<TaskPicture?> FindAsync(string id) => Names.TryParseTask(id, out UInt128 name)
        ? await parts.Actor.AskAsync((node, _, _) =>
            node.Dispatcher.Find(name) is { } task ? TaskPicture.Of(task, node) : null)
        : null;

    /// <summary>Waits until a task satisfies a condition or the wait ends; null if there is none.
    /// </summary>
    public async Task<TaskPicture?> WaitAsync(
        string id, Predicate<TaskPicture> enough, TimeSpan wait, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop, parts.Stopping);
        patience.CancelAfter(wait);
        Task over = Task.Delay(Timeout.Infinite, patience.Token);
        while (true)
        {
            Task changed = parts.Actor.Changed;
            TaskPicture? task = await FindAsync(id);
            if (task is null || enough(task) || patience.IsCancellationRequested)
                return task;
            await Task.WhenAny(changed, over);
        }
    }

    /// <summary>What is said of an id that names no task.</summary>
    public static Problem NoTask(string id) => Problem.NotFound(
        $"This facade has no task '{id}'.", "'p2pcs task list' or GET /v1/tasks shows its tasks.");

    private TaskSpec ReadSpec(Digest digest)
    {
        if (!parts.Blobs.TryOpenRead(digest, out FileStream? json))
            return Missing;
        using (json)
            return JsonSerializer.Deserialize(json, AttemptJson.Default.TaskSpec) ?? Missing;
    }
}
