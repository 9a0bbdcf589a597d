using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Map;

/// <summary>Runs one command per file on a subcloud and brings the results back.</summary>
/// <param name="client">The facade that controls the subcloud.</param>
/// <param name="plan">The files.</param>
/// <param name="spec">What to run.</param>
/// <param name="onProgress">Told whenever something moved; called by one caller at a time.</param>
public sealed class MapJob(
    FacadeClient client, MapPlan plan, MapSpec spec, Action<MapProgress> onProgress)
{
    private const int TasksPerRequest = 500;
    private const int Transfers = 4;

    private static readonly TimeSpan PollMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, MapFile> files = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<MapFailure> failures = [];
    private readonly HashSet<string> final = new(StringComparer.Ordinal);
    private readonly Channel<TaskBody> ended = Channel.CreateUnbounded<TaskBody>();
    private readonly Lock uploadGate = new();
    private int results;
    private int retried;

    /// <summary>Ties this map's tasks together; random.</summary>
    public string Batch { get; } =
        "map-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Results written so far.</summary>
    public int Results => Volatile.Read(ref results);

    /// <summary>Uploads, submits, follows and downloads.</summary>
    /// <param name="stop">Gives up: unfinished tasks are cancelled, results stay.</param>
    /// <returns>The outcome; a failed task is a part of it, no exception.</returns>
    /// <exception cref="CliException">The facade refused or went away.</exception>
    public async Task<MapOutcome> RunAsync(CancellationToken stop)
    {
        await UploadAsync(stop);
        try
        {
            await SubmitAsync(stop);
            await FinishAsync(stop);
        }
        catch
        {
            await CancelRestAsync();
            throw;
        }

        var failures = this.failures.OrderBy(failure => failure.File.Name, StringComparer.Ordinal);
        return new MapOutcome(Results, retried, [.. failures]);
    }

    private async Task UploadAsync(CancellationToken stop)
    {
        var uploaded = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Transfers,
            CancellationToken = stop,
        };
        var blobs = plan.Files.GroupBy(file => file.Digest, StringComparer.Ordinal);
        await Parallel.ForEachAsync(blobs, options, async (copies, token) =>
        {
            await UploadAsync(copies.First(), token);
            var count = copies.Count();
            lock (uploadGate)
            {
                uploaded += count;
                onProgress(new MapProgress(uploaded, 0, plan.Files.Count, 0, 0, []));
            }
        });
    }

    private async Task UploadAsync(MapFile file, CancellationToken stop)
    {
        if (await client.HasBlobAsync(file.Digest, stop)) return;
        try
        {
            await using var bytes = File.OpenRead(file.Path);
            await client.PutBlobAsync(file.Digest, bytes, stop);
        }
        catch (CliException e) when (e.Code == "digest-mismatch")
        {
            throw new CliException(
                $"{file.Path} changed while it was read",
                "run the map again when nothing writes to its inputs; nothing was submitted",
                ExitCodes.Failed);
        }
    }

    private async Task SubmitAsync(CancellationToken stop)
    {
        foreach (var files in plan.Files.Chunk(TasksPerRequest))
        {
            stop.ThrowIfCancellationRequested();
            var requests = files.Select(Request).ToArray();

            // Not cancelled: a batch is either known to us or was never submitted.
            var tasks = await client.SubmitAsync(requests, CancellationToken.None);
            for (var i = 0; i < files.Length; i++) this.files.Add(tasks.Body[i].Id, files[i]);
        }
    }

    private TaskRequest Request(MapFile file) => new(
        spec.Command,
        spec.Subcloud,
        [new InputBody(Path.GetFileName(file.Path), file.Digest, file.Size)],
        spec.Resources,
        spec.MaxRuntime,
        Batch,
        file.Name);

    // Whichever side fails first stops the other, so that its reason is the one reported.
    private async Task FinishAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Transfers,
            CancellationToken = either.Token,
        };
        var ended = this.ended.Reader.ReadAllAsync(CancellationToken.None);
        var poll = PollAsync(either.Token);
        var fetch = Parallel.ForEachAsync(ended, options, CollectAsync);
        var first = await Task.WhenAny(poll, fetch);
        if (!first.IsCompletedSuccessfully) await either.CancelAsync();
        this.ended.Writer.TryComplete(first.Exception);
        try
        {
            await first;
        }
        finally
        {
            await (first == poll ? fetch : poll).ConfigureAwait(
                first.IsCompletedSuccessfully
                    ? ConfigureAwaitOptions.None
                    : ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A long list takes the facade longer to write: then it is asked less often.
    private async Task PollAsync(CancellationToken stop)
    {
        while (final.Count < plan.Files.Count)
        {
            var started = Stopwatch.GetTimestamp();
            var tasks = await client.TasksAsync(new TaskFilter(Batch: Batch), stop);
            var took = Stopwatch.GetElapsedTime(started);
            Report(tasks.Body);
            if (final.Count == plan.Files.Count) break;
            var pause = took * 4 > PollMin ? took * 4 : PollMin - took;
            await Task.Delay(pause > TimeSpan.Zero ? pause : PollMin, stop);
        }

        ended.Writer.Complete();
    }

    private void Report(TaskBody[] tasks)
    {
        var failed = 0;
        retried = tasks.Count(TaskStates.IsRetried);
        foreach (var task in tasks.Where(TaskStates.IsFinal))
        {
            if (!TaskStates.IsSucceeded(task)) failed++;
            if (files.ContainsKey(task.Id) && final.Add(task.Id)) ended.Writer.TryWrite(task);
        }

        var total = plan.Files.Count;
        onProgress(new MapProgress(total, final.Count, total, retried, failed, tasks));
    }

    private async ValueTask CollectAsync(TaskBody task, CancellationToken stop)
    {
        var file = files[task.Id];
        var results = new MapResults(client, Batch);
        if (TaskStates.IsSucceeded(task))
        {
            await results.SaveAsync(task, file.Output, stop);
            Interlocked.Increment(ref this.results);
        }
        else
        {
            var error = await results.FirstErrorLinesAsync(task, stop);
            failures.Add(new MapFailure(file, task, error));
        }
    }

    // What cannot be cancelled any more ends with its subcloud; the first failure counts.
    private async Task CancelRestAsync()
    {
        using var limit = new CancellationTokenSource(CancelLimit);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = 2 * Transfers,
            CancellationToken = limit.Token,
        };
        var rest = files.Keys.Where(id => !final.Contains(id)).ToArray();
        var cancel = Parallel.ForEachAsync(rest, options, async (id, token) =>
            await client.CancelTaskAsync(id, token));
        await cancel.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
