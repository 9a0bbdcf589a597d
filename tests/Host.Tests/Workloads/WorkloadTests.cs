using System.Diagnostics;
using P2PCS.Host.Workloads;

namespace P2PCS.Host.Tests.Workloads;

public sealed class WorkloadTests : IDisposable
{
    private readonly Attempt attempt = new();

    public void Dispose() => attempt.Dispose();

    public static TheoryData<string> Drivers => ["bubblewrap", "unsandboxed"];

    [SandboxTheory]
    [MemberData(nameof(Drivers))]
    public async Task A_workload_that_runs_too_long_is_killed(string driver)
    {
        attempt.Spec = attempt.Spec with { MaxRuntime = TimeSpan.FromMilliseconds(300) };
        long started = Stopwatch.GetTimestamp();
        var exit = await attempt.RunAsync(Driver(driver), "sleep", "60");
        Assert.Equal(WorkloadOutcome.TimedOut, exit.Outcome);
        Assert.NotNull(exit.Detail);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.3, 5);
    }

    [SandboxTheory]
    [MemberData(nameof(Drivers))]
    public async Task Kill_ends_grandchildren_too_and_may_be_repeated(string driver)
    {
        string mark = $"98{Environment.ProcessId}.{Environment.TickCount64}";
        var workload = Driver(driver).Start(attempt.Spec with
        {
            Command =
                ["sh", "-c", $"(sleep {mark} & sleep {mark}) & (sleep {mark} &); echo up; wait"],
        });
        await attempt.HoldsAsync("stdout", "up");
        await Attempt.Eventually(() => Attempt.ProcessesWith(mark).Count > 3);
        long started = Stopwatch.GetTimestamp();
        workload.Kill();
        workload.Kill();
        var exit = await workload.Completion.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(new(WorkloadOutcome.Killed, 128 + 9, null), exit);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 2);
        Assert.Empty(Attempt.ProcessesWith(mark));
        workload.Kill();
    }

    [SandboxTheory]
    [MemberData(nameof(Drivers))]
    public async Task Nothing_is_left_running_when_the_command_ends(string driver)
    {
        string mark = $"99{Environment.ProcessId}.{Environment.TickCount64}";
        var exit = await attempt.RunAsync(Driver(driver), "sh", "-c", $"sleep {mark} & exit 3");
        Assert.Equal(new(WorkloadOutcome.Exited, 3, null), exit);
        Assert.Empty(Attempt.ProcessesWith(mark));
    }

    [SandboxTheory]
    [MemberData(nameof(Drivers))]
    public async Task Too_much_output_is_killed_and_cut(string driver)
    {
        attempt.Spec = attempt.Spec with { MaxOutputBytes = 100_000 };
        var exit = await attempt.RunAsync(Driver(driver), "yes");
        Assert.Equal(WorkloadOutcome.OutputLimit, exit.Outcome);
        Assert.Contains("stdout", exit.Detail, StringComparison.Ordinal);
        Assert.Equal(100_000, new FileInfo(Path.Combine(attempt.Root, "stdout")).Length);
    }

    [SandboxFact]
    public async Task A_short_burst_of_output_is_noticed_after_the_end()
    {
        attempt.Spec = attempt.Spec with { MaxOutputBytes = 1000 };
        var exit = await attempt.ShellAsync("head -c 1001 /dev/zero >$P2PCS_OUT");
        Assert.Equal(WorkloadOutcome.OutputLimit, exit.Outcome);
        Assert.Contains("the output", exit.Detail, StringComparison.Ordinal);
        Assert.Equal(1000, new FileInfo(Path.Combine(attempt.Root, "out", "result")).Length);
    }

    [SandboxFact]
    public async Task A_file_cannot_outgrow_the_scratch_bound_even_for_a_moment()
    {
        attempt.Spec = attempt.Spec with { MaxOutputBytes = 1000, MaxScratchBytes = 1 << 20 };
        var exit = await attempt.ShellAsync("head -c 500000000 /dev/zero >big");
        Assert.Equal(WorkloadOutcome.OutputLimit, exit.Outcome);
        Assert.InRange(new FileInfo(Path.Combine(attempt.Root, "work", "big")).Length, 1, 1100000);
    }

    [SandboxFact]
    public async Task A_link_or_pipe_as_output_never_reaches_the_reader()
    {
        foreach (string trick in (string[])["ln -s /etc/shadow", "mkfifo", "ln -s /nowhere"])
        {
            var exit = await attempt.RunAsync("sh", "-c", trick + " \"$1\"", "x", "{out}");
            Assert.Equal(WorkloadOutcome.Exited, exit.Outcome);
            Assert.Contains("not a plain file", exit.Detail, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(attempt.Root, "out")));
        }
    }

    [SandboxFact]
    public async Task Files_without_permissions_can_be_read_and_removed()
    {
        var workload = attempt.Start(
            "sh", "-c", "echo hi >{out}; chmod 0 {out} /task/out; mkdir -p a/b; chmod 0 a/b a");
        await workload.Completion.WaitAsync(Attempt.Deadline);
        Assert.Equal("hi\n", File.ReadAllText(workload.ResultFile));
        workload.DeleteDirectory();
        Assert.False(Directory.Exists(attempt.Root));
        Directory.CreateDirectory(attempt.Root);
    }

    [Fact]
    public async Task Without_a_sandbox_paths_and_environment_are_the_hosts()
    {
        attempt.AddInput("word", "hello");
        var exit = await attempt.RunAsync(
            Driver("unsandboxed"), "sh", "-c", "cp {in} {out}; env | sort; exit 7");
        Assert.Equal(new(WorkloadOutcome.Exited, 7, null), exit);
        string root = attempt.Root;
        Assert.Equal("hello", File.ReadAllText($"{root}/out/result"));
        Assert.Equal(
            $"HOME={root}/work\nLANG=C.UTF-8\n"
            + $"P2PCS_IN={root}/in/word\nP2PCS_OUT={root}/out/result\n"
            + $"PATH=/usr/local/bin:/usr/bin:/bin\nPWD={root}/work\nTMPDIR={root}/tmp\n",
            attempt.Stdout);
    }

    [Fact]
    public async Task Without_a_sandbox_the_self_test_says_so()
    {
        var report = await Driver("unsandboxed").SelfTestAsync(default).WaitAsync(Attempt.Deadline);
        Assert.True(report.Works, report.Detail);
        Assert.Contains("no sandbox", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sandbox_a_command_not_found_is_127_too()
    {
        var exit = await attempt.RunAsync(Driver("unsandboxed"), "no-such-command");
        Assert.Equal(new(WorkloadOutcome.Exited, 127, null), exit);
        Assert.Contains("not found", attempt.Stderr, StringComparison.Ordinal);
    }

    [SandboxFact]
    public async Task Many_workloads_run_at_once()
    {
        var attempts = Enumerable.Range(0, 24).Select(_ => new Attempt()).ToList();
        var exits = await Task.WhenAll(attempts.Select((attempt, code) =>
            attempt.ShellAsync($"sleep 0.1; exit {code}")));
        Assert.Equal(Enumerable.Range(0, 24), exits.Select(exit => exit.ExitCode));
        attempts.ForEach(attempt => attempt.Dispose());
    }

    private static IWorkloadDriver Driver(string name) => name == "bubblewrap"
        ? new BubblewrapDriver(Path.GetTempPath())
        : new UnsandboxedDriver(Path.GetTempPath());
}
