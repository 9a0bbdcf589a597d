using System.Diagnostics;
using System.Runtime.InteropServices;
using P2PCS.Host.Workloads;

namespace P2PCS.Host.Tests.Workloads;

public sealed class BubblewrapDriverTests : IDisposable
{
    private readonly Attempt attempt = new();

    public void Dispose() => attempt.Dispose();

    [SandboxFact]
    public async Task The_exit_code_passes_through()
    {
        var exit = await attempt.ShellAsync("exit 7");
        Assert.Equal(new(WorkloadOutcome.Exited, 7, null), exit);
    }

    [SandboxFact]
    public async Task A_signal_shows_as_128_and_its_number()
    {
        var exit = await attempt.ShellAsync("kill -TERM $$");
        Assert.Equal(new(WorkloadOutcome.Exited, 128 + 15, null), exit);
    }

    [SandboxFact]
    public async Task Binary_output_comes_back_to_the_byte()
    {
        byte[] bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(attempt.Root, "in", "noise"), bytes);
        attempt.Spec = attempt.Spec with { Inputs = ["noise"] };
        await attempt.RunAsync("sh", "-c", "cat \"$1\"; cat \"$1\" >&2", "x", "{in}");
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(attempt.Root, "stdout")));
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(attempt.Root, "stderr")));
    }

    [SandboxFact]
    public async Task Placeholders_become_paths_inside_the_sandbox()
    {
        attempt.AddInput("first word", "hello");
        attempt.AddInput("second", "other");
        var exit = await attempt.RunAsync(
            "sh", "-c", "cp \"$1\" \"$2\"; echo \"$3\"; cat second",
            "x", "{in}", "{out}", "<{in}|{out}>");
        Assert.Equal(1, exit.ExitCode);
        Assert.Equal("hello", File.ReadAllText(Path.Combine(attempt.Root, "out", "result")));
        Assert.Equal("</task/in/first word|/task/out/result>\n", attempt.Stdout);
    }

    [SandboxFact]
    public async Task Only_the_loopback_interface_exists()
    {
        await attempt.ShellAsync("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '");
        Assert.Equal("lo\n", attempt.Stdout);
    }

    [SandboxFact]
    public async Task Everything_but_the_own_places_is_read_only()
    {
        attempt.AddInput("word", "hello");
        await attempt.ShellAsync(
            "for d in / /usr /etc /dev /task /task/in /task/in/word /task/work /task/out /tmp; do "
            + "p=$d/probe; [ -d $d ] || p=$d; (: >>$p) 2>/dev/null && echo $d; done");
        Assert.Equal("/task/work\n/task/out\n/tmp\n", attempt.Stdout);
    }

    [SandboxFact]
    public async Task Host_files_cannot_be_seen()
    {
        await attempt.ShellAsync($"ls -d /root /home /var /boot {attempt.Root}; ls -A /tmp");
        Assert.Equal("", attempt.Stdout);
    }

    [SandboxFact]
    public async Task The_environment_holds_six_names_and_the_working_directory()
    {
        await attempt.ShellAsync("env | sort; tr '\\0' '\\n' </proc/1/environ | sort");
        Assert.Equal(
            "HOME=/task/work\nLANG=C.UTF-8\nP2PCS_IN=\nP2PCS_OUT=/task/out/result\n"
            + "PATH=/usr/local/bin:/usr/bin:/bin\nPWD=/task/work\nTMPDIR=/tmp\n", Environment());

        string Environment() => attempt.Stdout[..(attempt.Stdout.IndexOf("TMPDIR", 0) + 12)];
    }

    [SandboxFact]
    public async Task The_command_has_a_name_but_no_rights()
    {
        await attempt.ShellAsync("id -un; grep CapEff /proc/self/status; uname -n; cat");
        Assert.Equal("task\nCapEff:\t0000000000000000\np2pcs\n", attempt.Stdout);
    }

    [SandboxFact]
    public async Task A_command_not_found_is_127_with_the_reason_in_stderr()
    {
        var exit = await attempt.RunAsync("no-such-command", "argument");
        Assert.Equal(new(WorkloadOutcome.Exited, 127, null), exit);
        Assert.Contains("no-such-command: not found", attempt.Stderr, StringComparison.Ordinal);
    }

    [SandboxFact]
    public async Task A_broken_sandbox_is_not_blamed_on_the_command()
    {
        var driver = new BubblewrapDriver(Path.GetTempPath(), "/bin/false");
        var exit = await attempt.RunAsync(driver, "true");
        Assert.Equal(WorkloadOutcome.FailedToStart, exit.Outcome);
        var report = await driver.SelfTestAsync(default).WaitAsync(Attempt.Deadline);
        Assert.False(report.Works);
        Assert.Contains("apt-get install bubblewrap", report.Detail, StringComparison.Ordinal);
    }

    [SandboxFact]
    public async Task The_self_test_works_and_says_what_is_limited()
    {
        var report = await Attempt.Sandbox.SelfTestAsync(default).WaitAsync(Attempt.Deadline);
        Assert.True(report.Works, report.Detail);
        Assert.Contains("memory ", report.Detail, StringComparison.Ordinal);
        Assert.Equal("bubblewrap", report.Name);
    }

    [Fact]
    public async Task A_missing_bubblewrap_is_a_clear_report()
    {
        var driver = new BubblewrapDriver(Path.GetTempPath(), "/nowhere/bwrap");
        var report = await driver.SelfTestAsync(default).WaitAsync(Attempt.Deadline);
        Assert.False(report.Works);
        Assert.Contains("/nowhere/bwrap", report.Detail, StringComparison.Ordinal);
        Assert.Contains("--allow-unsandboxed", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_specs_are_refused_before_anything_starts()
    {
        Refused(attempt.Spec with { Command = [] });
        Refused(attempt.Spec with { Command = ["cat", "{in}"] });
        Refused(attempt.Spec with { Command = ["a\0b"] });
        Refused(attempt.Spec with { Command = ["true"], Inputs = ["../stdout"] });
        Refused(attempt.Spec with { Command = ["true"], Inputs = ["absent"] });
        Refused(attempt.Spec with { Command = ["true"], MaxRuntime = TimeSpan.Zero });
        Refused(attempt.Spec with { Command = ["true"], Directory = "/nowhere" });

        void Refused(WorkloadSpec spec) =>
            Assert.Throws<ArgumentException>(() => Attempt.Sandbox.Start(spec));
    }

    [SandboxFact]
    public async Task Files_that_the_peer_inherited_stay_outside()
    {
        int inherited = Duplicate(0);
        await attempt.ShellAsync("ls /proc/self/fd");
        Assert.Equal(0, Close(inherited));
        Assert.Equal("0\n1\n2\n3\n", attempt.Stdout); // The last is the listed directory.
    }

    [SandboxFact]
    public async Task A_peer_killed_while_sandboxes_start_leaves_none_behind()
    {
        string mark = $"96{Environment.ProcessId}.{Environment.TickCount64}";
        for (int round = 0; round < 20; round++)
        {
            using var attempt = new Attempt();
            var workload = attempt.Start("sleep", mark);
            long started = Stopwatch.GetTimestamp();
            await Attempt.Eventually(() =>
                Stopwatch.GetElapsedTime(started).TotalMilliseconds >= round);
            using (var first = Process.GetProcessById(workload.ProcessId)) first.Kill();
            var exit = await workload.Completion.WaitAsync(Attempt.Deadline);
            Assert.Equal(WorkloadOutcome.FailedToStart, exit.Outcome);
            await Attempt.Eventually(() => Attempt.ProcessesWith(mark).Count == 0);
        }
    }

    [SandboxFact]
    public async Task Kill_works_at_every_moment_of_the_start()
    {
        string mark = $"95{Environment.ProcessId}.{Environment.TickCount64}";
        for (int round = 0; round < 20; round++)
        {
            using var attempt = new Attempt();
            var workload = attempt.Start("sleep", mark);
            long started = Stopwatch.GetTimestamp();
            await Attempt.Eventually(() =>
                Stopwatch.GetElapsedTime(started).TotalMilliseconds >= round);
            workload.Kill();
            var exit = await workload.Completion.WaitAsync(Attempt.Deadline);
            Assert.Equal(WorkloadOutcome.Killed, exit.Outcome);
            await Attempt.Eventually(() => Attempt.ProcessesWith(mark).Count == 0);
        }
    }

    [SandboxFact]
    public async Task A_workload_outlives_the_thread_that_started_it()
    {
        Workload? workload = null;
        var thread = new Thread(() =>
            workload = attempt.Start("sh", "-c", "sleep 0.5; echo alive"));
        thread.Start();
        Assert.True(thread.Join(Attempt.Deadline));
        var exit = await workload!.Completion.WaitAsync(Attempt.Deadline);
        Assert.Equal(new(WorkloadOutcome.Exited, 0, null), exit);
        Assert.Equal("alive\n", attempt.Stdout);
    }

    [SandboxFact]
    public async Task Everything_dies_when_the_parent_is_killed()
    {
        string mark = $"97{Environment.ProcessId}.{Environment.TickCount64}";
        var model = attempt.Start("sh", "-c", $"setsid sleep {mark} & echo up; wait");
        await attempt.HoldsAsync("stdout", "up");
        string[] command = Attempt.CommandLine($"/proc/{model.ProcessId}");
        model.Kill();
        await model.Completion.WaitAsync(Attempt.Deadline);
        Assert.Empty(Attempt.ProcessesWith(mark));

        // The very same sandbox again, now with a shell as the parent that gets killed.
        var start = new ProcessStartInfo("/bin/sh");
        string[] arguments =
        [
            "-c", "exec >/dev/null 3>&1 4<\"$0\"; setpriv --pdeathsig KILL \"$@\" & wait",
            Path.Combine(attempt.Root, "arguments"), .. command,
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var parent = ProcessSpawner.Shared.Start(start);
        await Attempt.Eventually(() => Attempt.ProcessesWith(mark).Any(pid =>
            Attempt.CommandLine($"/proc/{pid}") is ["sleep", ..]));
        parent.Kill();
        await Attempt.Eventually(() => Attempt.ProcessesWith(mark).Count == 0);
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
}
