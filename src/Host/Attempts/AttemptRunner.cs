using System.Collections.Concurrent;
using P2PCS.Allocation.Attempts;
using P2PCS.Host.Readings;
using P2PCS.Host.Streams;
using P2PCS.Host.Workloads;
using P2PCS.Protocol;

namespace P2PCS.Host.Attempts;

/// <summary>The attempts on this machine: begins, watches, discards and opens them.</summary>
/// <param name="scratch">Where attempts get their directories.</param>
/// <param name="cache">Where inputs come from.</param>
/// <param name="reports">How the node is told.</param>
/// <param name="logger">Where people are told.</param>
public sealed partial class AttemptRunner(
    string scratch, InputCache cache, AttemptReports reports, ILogger logger)
{
    private readonly ConcurrentDictionary<AttemptKey, LocalRun> runs = new();
    private readonly ConcurrentDictionary<AttemptKey, Task> endings = new();
    private readonly ConcurrentDictionary<AttemptKey, Task> leaving = new();

    /// <summary>What runs commands; null refuses every attempt.</summary>
    public IWorkloadDriver? Driver { get; set; }

    /// <summary>What ran here, and what it used.</summary>
    public AttemptLog Log { get; } = new();

    /// <summary>Begins an attempt; its end is always reported.</summary>
    public void Start(WorkRequest request)
    {
        Log.Taken(Now, request.Attempt, request.Peer);
        if (Driver is not { } driver)
        {
            End(Failed(request.Attempt, AttemptOutcome.Unstartable), null);
            return;
        }

        string name = $"{request.Attempt.Task:x32}-{request.Attempt.Number}";
        var run = new LocalRun(request, Path.Combine(scratch, name), cache, driver);
        runs[request.Attempt] = run;
        endings[request.Attempt] = Task.Run(() => RunAsync(request, run));
    }

    /// <summary>Kills an attempt if it runs, and drops its files.</summary>
    public void Discard(AttemptKey key)
    {
        if (!runs.TryRemove(key, out LocalRun? run) || !endings.TryRemove(key, out Task? ending))
            return;
        run.Discard();
        Task leave = leaving[key] = DropAsync(run, ending, key);
        leave.ContinueWith(_ => leaving.TryRemove(key, out Task? _), TaskScheduler.Default);
    }

    /// <summary>Opens a result that a customer may read, or gives null.</summary>
    public FileStream? OpenResult(PeerId customer, Digest digest) => runs.Values
        .Where(run => run.Customer == customer)
        .Select(run => run.OpenResult(digest))
        .FirstOrDefault(stream => stream is not null);

    /// <summary>Opens what an attempt writes for its customer, or gives null.</summary>
    public Stream? OpenLog(LogRequest request) =>
        runs.TryGetValue(new AttemptKey(request.TaskId, request.Number), out LocalRun? run)
        && run.Customer == request.Caller
            ? run.OpenLog(request.IsStdout, request.Follow)
            : null;

    /// <summary>Kills everything and waits until it is gone.</summary>
    public async Task StopAsync()
    {
        foreach (AttemptKey key in runs.Keys)
            Discard(key);
        await Task.WhenAll(leaving.Values);
    }

    private async Task RunAsync(WorkRequest request, LocalRun run)
    {
        try
        {
            ReportMessage end = await run.RunAsync(() => Begun(request.Attempt));
            End(end, run.CpuTime);
        }
        catch (OperationCanceledException)
        {
            End(Failed(request.Attempt, AttemptOutcome.Killed), run.CpuTime);
        }
        catch (Exception cause)
        {
            // Whatever a customer's spec does to us: the end is always reported.
            CannotRun(logger, $"{request.Attempt.Task:x32}", request.Attempt.Number, cause.Message);
            End(Failed(request.Attempt, AttemptOutcome.Unstartable), run.CpuTime);
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private void Begun(AttemptKey key)
    {
        Log.Started(Now, key);
        reports.Started(key);
    }

    private void End(ReportMessage end, TimeSpan? cpu)
    {
        Log.Ended(Now, end, cpu);
        reports.Ended(end);
    }

    private async Task DropAsync(LocalRun run, Task ending, AttemptKey key)
    {
        await Task.Yield();
        try
        {
            await ending;
            run.Dispose();
        }
        catch (Exception cause)
        {
            CannotDrop(logger, $"{key.Task:x32}", key.Number, cause.Message);
        }
    }

    private static ReportMessage Failed(AttemptKey key, AttemptOutcome outcome) =>
        new(key, AttemptState.Ended, outcome, 0, default);

    [LoggerMessage(4001, LogLevel.Warning, "Task {Task}, attempt {Number} cannot run: {Cause}")]
    private static partial void CannotRun(ILogger logger, string task, int number, string cause);

    [LoggerMessage(4002, LogLevel.Warning,
        "Files of task {Task}, attempt {Number} stay until the next start: {Cause}")]
    private static partial void CannotDrop(ILogger logger, string task, int number, string cause);
}
