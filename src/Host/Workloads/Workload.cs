using System.ComponentModel;
using System.Diagnostics;

namespace P2PCS.Host.Workloads;

/// <summary>One running or ended attempt; all members may be called from any thread.</summary>
public sealed class Workload
{
    private const int KilledCode = 128 + 9;
    private const int MaxComplaint = 500;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ScratchLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Reaping = TimeSpan.FromSeconds(5);

    private readonly Launch launch;
    private readonly Lock gate = new();
    private Process? process;
    private WorkloadOutcome? ending;
    private string? endingDetail;
    private IReadOnlyList<int> killed = [];

    private Workload(Launch launch) => this.launch = launch;

    /// <summary>
    /// Completes when the command and all it started are gone; the files no longer change then.
    /// Faults only when the host's files cannot be read or written.
    /// </summary>
    public Task<WorkloadExit> Completion { get; private set; } = null!;

    /// <summary>Processor time of the command and all it started, with what started it; only after
    /// <see cref="Completion"/>, and null where nothing counts it.</summary>
    public TimeSpan? CpuTime { get; private set; }

    /// <summary>Id of the first process on the host, 0 when it could not be started.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Host path of what the command wrote to stdout; exists from the start.</summary>
    public string StdoutFile => launch.Files.Stdout;

    /// <summary>Host path of what the command wrote to stderr; exists from the start.</summary>
    public string StderrFile => launch.Files.Stderr;

    /// <summary>
    /// Host path of <c>{out}</c>. To be read only after <see cref="Completion"/>; then it is a
    /// plain file, or nothing (or a directory) when the command made none.
    /// </summary>
    public string ResultFile => launch.Files.Result;

    /// <summary>
    /// Ends the command and everything it started, with SIGKILL; <see cref="Completion"/> follows
    /// within a second. Does nothing when called again or when it has ended.
    /// </summary>
    public void Kill() => End(WorkloadOutcome.Killed, null);

    /// <summary>
    /// Removes the attempt's directory, even where the command took away its owner's rights. Only
    /// after <see cref="Completion"/>; does nothing when it is gone.
    /// </summary>
    /// <exception cref="IOException">Something else uses or protects the directory.</exception>
    public void DeleteDirectory() => launch.Files.Delete();

    internal static Workload Start(Launch launch)
    {
        var workload = new Workload(launch);
        try
        {
            workload.process = ProcessSpawner.Shared.Start(launch.ToStartInfo());
            workload.ProcessId = workload.process.Id;
            workload.Completion = workload.SuperviseAsync(workload.process);
        }
        catch (Win32Exception error)
        {
            workload.Completion = workload.FailAsync(error.Message);
        }

        return workload;
    }

    private async Task<WorkloadExit> FailAsync(string reason)
    {
        await launch.Groups.RemoveAsync().ConfigureAwait(false);
        return new(WorkloadOutcome.FailedToStart, 127,
            $"setpriv cannot be started ({reason}): apt-get install util-linux");
    }

    private async Task<WorkloadExit> SuperviseAsync(Process process)
    {
        var exited = process.WaitForExitAsync();
        await WatchBoundsAsync(exited).ConfigureAwait(false);
        await exited.ConfigureAwait(false);
        int code = process.ExitCode;
        await ReapAsync().ConfigureAwait(false);
        lock (gate)
        {
            this.process = null;
            process.Dispose();
        }

        string? outOfMemory = launch.Groups.RanOutOfMemory()
            ? $"it used more than {launch.Spec.MemoryBytes} bytes of memory"
            : null;
        CpuTime = launch.Groups.CpuTime();
        await launch.Groups.RemoveAsync().ConfigureAwait(false);
        return Judge(code, outOfMemory);
    }

    private async Task WatchBoundsAsync(Task exited)
    {
        long started = Stopwatch.GetTimestamp();
        var nextScratch = ScratchLook;
        while (true)
        {
            var left = launch.Spec.MaxRuntime - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                End(WorkloadOutcome.TimedOut, $"it ran longer than {launch.Spec.MaxRuntime}");
            var pause = left > TimeSpan.Zero && left < Look ? left : Look;
            await Task.WhenAny(exited, Task.Delay(pause)).ConfigureAwait(false);
            if (exited.IsCompleted) return;
            bool withScratch = Stopwatch.GetElapsedTime(started) >= nextScratch;
            if (withScratch) nextScratch += ScratchLook;
            if (launch.Files.Excess(withScratch) is { } excess)
                End(WorkloadOutcome.OutputLimit, excess);
        }
    }

    // The first reason wins; killing again is harmless and may find more of a young tree.
    private void End(WorkloadOutcome outcome, string? detail)
    {
        lock (gate)
        {
            if (process is null) return;
            if (ending is null) (ending, endingDetail) = (outcome, detail);
            if (process.HasExited) return;
            if (launch.Sandboxed) killed = [.. killed, .. ProcessTree.ChildrenOf(ProcessId)];
            ProcessTree.Kill(ProcessId);
            foreach (int pid in Survivors()) ProcessTree.Kill(pid);
        }
    }

    // A sandbox is gone when the first process inside it is, and so is the guard's outer tree;
    // without a sandbox the session's members must be sought.
    private async Task ReapAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (Survivors() is { Count: > 0 } survivors)
        {
            if (Stopwatch.GetElapsedTime(started) > Reaping)
            {
                throw new IOException(
                    $"process {survivors[0]} of {launch.Files.Root} does not die");
            }

            foreach (int pid in survivors) ProcessTree.Kill(pid);
            await Task.Delay(2).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<int> Survivors()
    {
        if (!launch.Sandboxed) return ProcessTree.InSession(ProcessId);
        var suspects = killed;
        // Inside the guard's tree the reported id is another one than the host's.
        if (NamespaceGuard.Prefix.Count == 0 && launch.Files.ReadStatus().ChildPid is { } child)
            suspects = [.. suspects, child];
        return [.. suspects.Where(ProcessTree.IsAlive)];
    }

    private WorkloadExit Judge(int code, string? outOfMemory)
    {
        var files = launch.Files;
        string? strange = files.DropStrangeResult();
        string? excess = files.Excess(withScratch: true);
        files.Cut();
        if (this.ending is { } ending and not WorkloadOutcome.OutputLimit)
            return new(ending, code, endingDetail);
        if (this.ending is not null || excess is not null)
            return new(WorkloadOutcome.OutputLimit, code, endingDetail ?? excess);
        // Short of memory the kernel may choose the sandbox's own processes.
        bool broken = launch.Sandboxed && !files.ReadStatus().Ran;
        if (outOfMemory is not null)
            return new(WorkloadOutcome.Exited, broken ? KilledCode : code, outOfMemory);
        if (broken) return new(WorkloadOutcome.FailedToStart, code, Complaint(code, files.Stderr));
        return new(WorkloadOutcome.Exited, code, strange);
    }

    private static string Complaint(int code, string stderr)
    {
        if (code > 128) return "the sandbox was killed from outside";
        string text = File.ReadAllText(stderr).Trim();
        return text.Length == 0
            ? "the sandbox failed without a word"
            : text[..Math.Min(MaxComplaint, text.Length)];
    }
}
