using P2PCS.Host.Cli;
using P2PCS.Host.Cli.Map;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Demo;

/// <summary>The demo from start to clean-up.</summary>
/// <param name="options">What to do.</param>
/// <param name="terminal">Where to tell about it.</param>
public sealed class DemoRun(DemoOptions options, Terminal terminal)
{
    private const int RetriedShown = 10;

    private readonly DemoPhases phases = new(terminal.Output);
    private IReadOnlyList<TaskBody> tasks = [];

    /// <summary>Runs it; stops every peer and removes every file in any case.</summary>
    /// <param name="stop">Gives up and cleans up.</param>
    /// <returns>0 only if every result is right.</returns>
    /// <exception cref="CliException">It could not be carried through.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var files = DemoFiles.Choose(options.Input);
        var root = Directory.CreateTempSubdirectory("p2pcs-demo-").FullName;
        using var cloud = new DemoCloud(options, root, terminal.Output);
        try
        {
            return await RunAsync(cloud, files, root, stop);
        }
        catch when (!stop.IsCancellationRequested)
        {
            cloud.WriteLogs(terminal.Error);
            throw;
        }
        finally
        {
            await CleanUpAsync(cloud, root);
        }
    }

    private async Task<int> RunAsync(
        DemoCloud cloud,
        IReadOnlyList<(string Root, string Name)> files,
        string root,
        CancellationToken stop)
    {
        await phases.RunAsync($"starting {options.Peers} peers", "start", async () =>
            await cloud.StartAsync(stop));
        await phases.RunAsync("waiting until all see all", "meet", async () =>
            await cloud.MeetAsync(stop));
        var subcloud = await TakeAsync(cloud, stop);
        var plan = await MapPlan.OfAsync(files, Path.Combine(root, "results"), "", stop);
        var assassin = new Assassin(cloud, terminal.Output);
        var outcome = await MapAsync(cloud, subcloud, plan, assassin, stop);
        TellRetried();
        IReadOnlyList<string> wrong = [];
        await phases.RunAsync("running the same command here for every file", "check",
            async () => wrong = await LocalCheck.FindWrongAsync(plan, stop));
        await cloud.Facade.Client.ReleaseSubcloudAsync(subcloud.Id, stop);
        var summary = new DemoSummary(cloud, assassin.Victim, outcome, wrong, phases);
        summary.WriteTo(terminal.Output);
        if (wrong.Count == 0) return ExitCodes.Ok;
        cloud.WriteLogs(terminal.Error);
        return ExitCodes.Failed;
    }

    private async Task<SubcloudBody> TakeAsync(DemoCloud cloud, CancellationToken stop)
    {
        var request = new SubcloudRequest(
            options.Peers, Math.Max(1, options.Peers - 1), Ttl: "15m", Name: "demo");
        Answer<SubcloudBody>? answer = null;
        await phases.RunAsync($"taking a subcloud of {options.Peers}", "subcloud", async () =>
            answer = await OwnedSubcloud.CreateAsync(cloud.Facade.Client, request, stop));
        var subcloud = answer!.Body;
        terminal.Output.WriteLine(
            $"  {subcloud.Id} is {subcloud.State}: {subcloud.Ready} machines ready");
        return subcloud;
    }

    private async Task<MapOutcome> MapAsync(
        DemoCloud cloud,
        SubcloudBody subcloud,
        MapPlan plan,
        Assassin assassin,
        CancellationToken stop)
    {
        var spec = new MapSpec(subcloud.Id, LocalCheck.Command("{in}"));
        var lines = new PlainProgress(terminal.Output, TimeProvider.System);
        var job = new MapJob(cloud.Facade.Client, plan, spec, progress =>
        {
            tasks = progress.Tasks;
            lines.Report(progress);
            assassin.Watch(progress);
        });
        MapOutcome? outcome = null;
        await phases.RunAsync(
            $"mapping gzip -9 and sha256sum over {plan.Files.Count} files",
            "map",
            async () => outcome = await job.RunAsync(stop));
        return outcome!;
    }

    private void TellRetried()
    {
        var retried = tasks.Where(TaskStates.IsRetried).ToArray();
        foreach (var task in retried.Take(RetriedShown))
        {
            var way = task.Attempts.Select(a => $"{Show.Peer(a.PeerId)} {a.State}");
            terminal.Output.WriteLine($"  retried {task.Name}: {string.Join(", then ", way)}");
        }

        if (retried.Length > RetriedShown)
            terminal.Output.WriteLine($"  and {retried.Length - RetriedShown} more retried");
    }

    private async Task CleanUpAsync(DemoCloud cloud, string root)
    {
        var (clean, running) = await cloud.StopAsync();
        terminal.Output.WriteLine($"demo: stopped {running} peers, {clean} of them cleanly");
        if (options.Keep)
        {
            terminal.Output.WriteLine($"demo: kept {root}");
            return;
        }

        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the demo showed stays true; the rest is for the user to remove.
            terminal.Error.WriteLine($"demo: cannot remove {root}: {e.Message}");
        }
    }
}
