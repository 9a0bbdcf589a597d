using System.Diagnostics;
using P2PCS.Host.Workloads;

namespace P2PCS.Host.Tests.Workloads;

public sealed class ControlGroupTests : IDisposable
{
    private readonly Attempt attempt = new();

    public void Dispose() => attempt.Dispose();

    [LimitFact("memory limited")]
    public async Task A_command_that_takes_too_much_memory_is_killed_and_told_why()
    {
        attempt.Spec = attempt.Spec with { MemoryBytes = 32 << 20 };
        // tail keeps a line without an end in memory.
        var exit = await attempt.ShellAsync("head -c 200000000 /dev/zero | tail -n 1 | wc -c");
        Assert.Equal(WorkloadOutcome.Exited, exit.Outcome);
        Assert.Contains("33554432 bytes of memory", exit.Detail, StringComparison.Ordinal);
    }

    [LimitFact("memory limited")]
    public async Task Temporary_files_count_as_memory()
    {
        attempt.Spec = attempt.Spec with { MemoryBytes = 32 << 20 };
        var exit = await attempt.ShellAsync("head -c 200000000 /dev/zero >/tmp/big");
        Assert.NotEqual(0, exit.ExitCode);
        Assert.Contains("bytes of memory", exit.Detail, StringComparison.Ordinal);
    }

    [LimitFact("cpu limited")]
    public async Task Half_a_core_takes_twice_as_long()
    {
        attempt.Spec = attempt.Spec with { Cores = 0.5 };
        long started = Stopwatch.GetTimestamp();
        await attempt.ShellAsync(
            "while read -r a b < /proc/self/stat; set -- $(cut -d' ' -f14-15 /proc/$$/stat); "
            + "[ $(($1 + $2)) -lt 30 ]; do :; done");
        // 30 ticks are 0.3 s of processor time for the shell alone.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.5, 15);
    }

    [LimitFact("pids limited")]
    public async Task Only_so_many_processes_can_be_made()
    {
        attempt.Spec = attempt.Spec with { MaxProcesses = 12 };
        var exit = await attempt.ShellAsync("for i in $(seq 30); do sleep 5 & done; echo all");
        Assert.NotEqual(0, exit.ExitCode);
        Assert.Contains("fork", attempt.Stderr, StringComparison.OrdinalIgnoreCase);
    }

    [SandboxFact]
    public async Task No_group_stays_behind()
    {
        string mark = $"p2pcs-{Environment.ProcessId}-";
        await attempt.ShellAsync("grep -o ':pids:.*' /proc/self/cgroup; true");
        var groups = File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)[2]);
        Assert.DoesNotContain(groups, group => group.Contains(mark, StringComparison.Ordinal));
    }
}
