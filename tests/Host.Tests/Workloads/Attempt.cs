using P2PCS.Host.Workloads;

namespace P2PCS.Host.Tests.Workloads;

/// <summary>A temporary attempt directory and short ways to run a command in it.</summary>
public sealed class Attempt : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public Attempt()
    {
        Root = Directory.CreateTempSubdirectory("p2pcs-attempt-").FullName;
        Spec = new([""], Root, [], TimeSpan.FromSeconds(15), 1 << 20);
        Directory.CreateDirectory(Path.Combine(Root, "in"));
    }

    public string Root { get; }

    public WorkloadSpec Spec { get; set; }

    public static BubblewrapDriver Sandbox { get; } = new(Path.GetTempPath());

    public string Stdout => File.ReadAllText(Path.Combine(Root, "stdout"));

    public string Stderr => File.ReadAllText(Path.Combine(Root, "stderr"));

    public void AddInput(string name, string text)
    {
        File.WriteAllText(Path.Combine(Root, "in", name), text);
        Spec = Spec with { Inputs = [.. Spec.Inputs, name] };
    }

    public Workload Start(params string[] command) =>
        Sandbox.Start(Spec with { Command = command });

    public Task<WorkloadExit> RunAsync(params string[] command) =>
        RunAsync(Sandbox, command);

    public Task<WorkloadExit> RunAsync(IWorkloadDriver driver, params string[] command) =>
        driver.Start(Spec with { Command = command }).Completion.WaitAsync(Deadline);

    public Task<WorkloadExit> ShellAsync(string script) => RunAsync("sh", "-c", script);

    /// <summary>Waits until a file of the attempt holds a text.</summary>
    public Task HoldsAsync(string file, string text) => Eventually(() =>
        File.ReadAllText(Path.Combine(Root, file)).Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until a condition holds, at most until the deadline.</summary>
    public static async Task Eventually(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await beat.WaitForNextTickAsync(deadline.Token);
    }

    /// <summary>Ids of living processes with an argument that contains a mark.</summary>
    public static IReadOnlyList<int> ProcessesWith(string mark) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0]))
            .Where(directory => CommandLine(directory).Any(argument =>
                argument.Contains(mark, StringComparison.Ordinal)))
            .Select(directory => int.Parse(
                Path.GetFileName(directory), System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>A process's arguments; none when it is gone or awaits its parent.</summary>
    public static string[] CommandLine(string procDirectory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(procDirectory, "cmdline"))
                .Split('\0', StringSplitOptions.None)[..^1];
        }
        catch (Exception error) when (error is IOException or ArgumentOutOfRangeException)
        {
            return [];
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
