using System.Text.Json;
using P2PCS.Allocation.Attempts;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Host.Workloads;
using P2PCS.Protocol;

namespace P2PCS.Host.Attempts;

/// <summary>One attempt on this machine: fetches what it needs, runs it, keeps its results until
/// they are not wanted any more.</summary>
/// <param name="request">Which attempt, for whom.</param>
/// <param name="directory">A directory of its own, not made yet.</param>
/// <param name="cache">Where inputs come from.</param>
/// <param name="driver">Runs the command.</param>
public sealed class LocalRun(
    WorkRequest request, string directory, InputCache cache, IWorkloadDriver driver) : IDisposable
{
    private readonly CancellationTokenSource discarded = new();
    private readonly Dictionary<Digest, string> results = [];
    private readonly Lock gate = new();
    private Workload? workload;

    /// <summary>Whose task it is.</summary>
    public PeerId Customer => request.Peer;

    /// <summary>Processor time it used; null while it has not ended, and where nothing counts it.
    /// </summary>
    public TimeSpan? CpuTime { get; private set; }

    /// <summary>Opens a result by its digest, or gives null.</summary>
    public FileStream? OpenResult(Digest digest)
    {
        lock (gate)
        {
            return !discarded.IsCancellationRequested && results.TryGetValue(digest, out var path)
                ? File.OpenRead(path)
                : null;
        }
    }

    /// <summary>Opens what the command writes, or gives null while it has not started.</summary>
    public Stream? OpenLog(bool isStdout, bool follow)
    {
        lock (gate)
        {
            if (workload is null || discarded.IsCancellationRequested)
                return null;
            string file = isStdout ? workload.StdoutFile : workload.StderrFile;
            return LogTail.Open(file, workload.Completion, follow);
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="started">Called once the command runs.</param>
    /// <returns>What to report.</returns>
    /// <exception cref="OperationCanceledException">It was discarded before it ran.</exception>
    /// <exception cref="IOException">Files cannot be fetched, written or read.</exception>
    /// <exception cref="HttpRequestException">The customer's peer cannot be reached.</exception>
    /// <exception cref="JsonException">The spec is malformed.</exception>
    /// <exception cref="ArgumentException">The spec asks for what cannot be.</exception>
    public async Task<ReportMessage> RunAsync(Action started)
    {
        TaskSpec spec = await StageAsync(discarded.Token);
        Workload running = Begin(spec);
        started();
        WorkloadExit exit = await running.Completion;
        CpuTime = running.CpuTime;
        AttemptOutcome outcome = exit.Outcome switch
        {
            WorkloadOutcome.Exited => AttemptOutcome.Exited,
            WorkloadOutcome.TimedOut => AttemptOutcome.TimedOut,
            WorkloadOutcome.OutputLimit => AttemptOutcome.OutputLimit,
            WorkloadOutcome.Killed => AttemptOutcome.Killed,
            _ => throw new IOException(exit.Detail),
        };
        Digest manifest = Keep(running, exit.Detail);
        return new ReportMessage(
            request.Attempt, AttemptState.Ended, outcome, exit.ExitCode, manifest);
    }

    /// <summary>Kills it if it runs; <see cref="RunAsync"/> then ends.</summary>
    public void Discard()
    {
        lock (gate)
        {
            discarded.Cancel();
            workload?.Kill();
        }
    }

    /// <summary>Removes its directory; only after <see cref="RunAsync"/> has ended.</summary>
    public void Dispose()
    {
        if (workload is not null)
            workload.DeleteDirectory();
        else if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        discarded.Dispose();
    }

    private async Task<TaskSpec> StageAsync(CancellationToken stop)
    {
        string inputs = Path.Combine(directory, "in");
        Directory.CreateDirectory(inputs);
        var owner = new StreamTarget(Shell.Addresses.ToEndpoint(request.Address), request.Peer);
        var name = new FileRef("the task's spec", request.Content.ToString(), TaskSpec.MaxBytes);
        TaskSpec? spec;
        await using (FileStream json = await cache.OpenAsync(owner, name, stop))
            spec = await JsonSerializer.DeserializeAsync(json, AttemptJson.Default.TaskSpec, stop);
        if (spec is null)
            throw new JsonException("the task's spec is null");
        foreach (FileRef file in spec.Inputs)
        {
            if (file.Name != Path.GetFileName(file.Name) || file.Name is "" or "." or "..")
                throw new ArgumentException($"'{file.Name}' is not a file name");
            await cache.CopyToAsync(owner, file, Path.Combine(inputs, file.Name), stop);
        }

        return spec;
    }

    private Workload Begin(TaskSpec spec)
    {
        var wanted = new WorkloadSpec(
            spec.Command,
            directory,
            [.. spec.Inputs.Select(file => file.Name)],
            TimeSpan.FromSeconds(spec.MaxRuntimeSeconds),
            spec.MaxOutputBytes)
        {
            // What the machine admitted counts, whatever the customer's spec says.
            MemoryBytes = (long)request.Resources.MemMiB << 20,
            Cores = request.Resources.CpuMilli / 1000.0,
        };
        lock (gate)
        {
            discarded.Token.ThrowIfCancellationRequested();
            return workload = driver.Start(wanted);
        }
    }

    private Digest Keep(Workload ended, string? detail)
    {
        List<FileRef> files = [Keep("stdout", ended.StdoutFile), Keep("stderr", ended.StderrFile)];
        if (File.Exists(ended.ResultFile))
            files.Add(Keep("out", ended.ResultFile));
        string path = Path.Combine(directory, "manifest.json");
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(
            new ResultManifest(files, detail), AttemptJson.Default.ResultManifest));
        return Digest.TryParse(Keep("manifest", path).Digest, out Digest digest)
            ? digest
            : throw new IOException("a digest was not readable");
    }

    private FileRef Keep(string name, string path)
    {
        using FileStream file = File.OpenRead(path);
        Digest digest = Sha256.Of(file);
        lock (gate)
            results[digest] = path;
        return new FileRef(name, digest.ToString(), file.Length);
    }
}
