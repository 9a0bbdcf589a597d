using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli.Map;

/// <summary>A map as the command runs it: subcloud, progress, summary, exit code.</summary>
/// <param name="client">The facade.</param>
/// <param name="terminal">Where to report.</param>
/// <param name="plan">The files.</param>
internal sealed class MapRun(FacadeClient client, Terminal terminal, MapPlan plan)
{
    private static readonly ResourcesBody Default = new(1, 256L << 20);

    /// <summary>Runs on an own subcloud, which is released at the end in every case.</summary>
    public async Task<int> OnOwnAsync(
        MapSpec spec, int? count, string ttl, CancellationToken stop)
    {
        var wanted = count ?? await AcceptingAsync(spec.Resources ?? Default, stop);
        var request = new SubcloudRequest(wanted, 1, spec.Resources, ttl);
        var subcloud = (await OwnedSubcloud.CreateAsync(client, request, stop)).Body;
        var line = $"map: {plan.Files.Count} files on {subcloud.Ready} machines ({subcloud.Id})";
        await terminal.Output.WriteLineAsync(line);
        try
        {
            return await OnAsync(spec with { Subcloud = subcloud.Id }, stop);
        }
        finally
        {
            await ReleaseAsync(subcloud.Id);
        }
    }

    /// <summary>Runs on a given subcloud, which stays.</summary>
    public async Task<int> OnAsync(MapSpec spec, CancellationToken stop)
    {
        MapJob? job = null;
        try
        {
            var outcome = await ProgressDisplay.ShowAsync(terminal, onProgress =>
            {
                job = new MapJob(client, plan, spec, onProgress);
                return job.RunAsync(stop);
            });
            return Summarize(outcome);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            var line = $"p2pcs: cancelled; {job?.Results ?? 0} of {plan.Files.Count}"
                + $" results are in {plan.Output}";
            await terminal.Error.WriteLineAsync(line);
            throw;
        }
    }

    private async Task<int> AcceptingAsync(ResourcesBody each, CancellationToken stop)
    {
        var peers = (await client.PeersAsync(stop)).Body;
        var count = peers.Count(peer => peer is { State: "alive", Accepts: true }
            && peer.Resources.Cpu >= each.Cpu && peer.Resources.Mem >= each.Mem);
        if (count > 0) return count;
        throw new CliException(
            $"none of the {peers.Length} known peers takes tasks of {Show.Resources(each)}",
            "see why with p2pcs peers and p2pcs self; lower --cpu or --mem",
            ExitCodes.NoCapacity);
    }

    private int Summarize(MapOutcome outcome)
    {
        foreach (var failure in outcome.Failures)
        {
            var ending = TaskStates.Ending(failure.Task);
            terminal.Error.WriteLine($"failed: {failure.File.Name}: {ending}");
            if (failure.Error.Length == 0) continue;
            foreach (var line in failure.Error.Split('\n'))
                terminal.Error.WriteLine($"    {line}");
        }

        terminal.Output.WriteLine(
            $"map: {outcome.Results} results in {plan.Output}, {outcome.Retried} retried,"
            + $" {outcome.Failures.Count} failed");
        return outcome.Failures.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    // The work's own end is what counts: a facade that is gone holds nothing any more.
    private async Task ReleaseAsync(string subcloud)
    {
        try
        {
            await client.ReleaseSubcloudAsync(subcloud, CancellationToken.None);
        }
        catch (CliException e)
        {
            var line = $"p2pcs: {subcloud} was not released: {e.Message}; it ends with its ttl";
            await terminal.Error.WriteLineAsync(line);
        }
    }
}
