using System.Diagnostics;
using System.Globalization;

namespace P2PCS.Host.Workloads;

/// <summary>Tries a driver with a small command and compares what comes back.</summary>
/// <param name="driver">The driver to try.</param>
/// <param name="scratch">An existing host directory; also the one that must not be seen.</param>
/// <param name="advice">What to do when the driver does not work.</param>
internal sealed class SelfTest(IWorkloadDriver driver, string scratch, string advice)
{
    private const int ExpectedCode = 7;
    private const string Word = "p2pcs self-test";

    // Says one word for each promise that is broken; the input travels to the output.
    private const string Script = """
        cat "$P2PCS_IN" >"$P2PCS_OUT" || echo "input or output unusable"
        if [ "$2" = sandboxed ]; then
            for name in $(tail -n +3 /proc/net/dev | cut -d: -f1); do
                [ "$name" = lo ] || echo "network interface $name is visible"
            done
            (: >/p2pcs-probe) 2>/dev/null && echo "the root directory is writable"
            (: >/usr/p2pcs-probe) 2>/dev/null && echo "/usr is writable"
            [ -e "$1" ] && echo "the host directory $1 is visible"
            [ -z "$(ls -A /tmp)" ] || echo "/tmp is not empty"
        fi
        exit 7
        """;

    public async Task<DriverReport> RunAsync(bool sandboxed, CancellationToken ct)
    {
        long started = Stopwatch.GetTimestamp();
        string directory = Path.Combine(scratch, $"self-test-{Guid.NewGuid():n}");
        string? fault;
        try
        {
            fault = await TryAsync(directory, sandboxed, ct).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = error.Message;
        }
        finally
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }

        ct.ThrowIfCancellationRequested();
        var took = Stopwatch.GetElapsedTime(started);
        return new(driver.Name, fault is null, Detail(sandboxed, fault, took), took);
    }

    private async Task<string?> TryAsync(string directory, bool sandboxed, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.Combine(directory, "in"));
        await File.WriteAllTextAsync(Path.Combine(directory, "in", "word"), Word, ct)
            .ConfigureAwait(false);
        var workload = driver.Start(new(
            ["sh", "-c", Script, "self-test", directory, sandboxed ? "sandboxed" : "plain"],
            directory, ["word"], TimeSpan.FromSeconds(10), 1 << 16)
        {
            MemoryBytes = 64 << 20,
            Cores = 1,
        });
        await using var stop = ct.Register(workload.Kill).ConfigureAwait(false);
        var exit = await workload.Completion.ConfigureAwait(false);
        return Judge(workload, exit);
    }

    private static string? Judge(Workload workload, WorkloadExit exit)
    {
        if (exit.Outcome != WorkloadOutcome.Exited)
            return $"the trial command ended as {exit.Outcome}: {exit.Detail}";
        string findings = File.ReadAllText(workload.StdoutFile).Trim().ReplaceLineEndings("; ");
        if (findings.Length > 0) return findings;
        string complaint = File.ReadAllText(workload.StderrFile).Trim();
        if (exit.ExitCode != ExpectedCode)
            return $"exit code {exit.ExitCode} came back, not {ExpectedCode}: {complaint}";
        return File.Exists(workload.ResultFile) && File.ReadAllText(workload.ResultFile) == Word
            ? null
            : "the output file did not come back";
    }

    private string Detail(bool sandboxed, string? fault, TimeSpan took)
    {
        if (fault is not null) return $"{fault}. What to do: {advice}";
        string kept = sandboxed
            ? "no network but lo, read-only root, host files hidden, fresh /tmp"
            : "no sandbox: commands can read and change all that this user can";
        return string.Create(CultureInfo.InvariantCulture,
            $"{kept}; {ControlGroups.Summary}; trial took {took.TotalMilliseconds:0} ms");
    }
}
