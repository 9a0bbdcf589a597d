using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Cli;

/// <summary>Takes subclouds and hands them back, so that no path leaves one behind.</summary>
internal static class OwnedSubcloud
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>Creates a subcloud and waits until it is active.</summary>
    /// <exception cref="CliException">Refused or failed: nothing is held.</exception>
    /// <exception cref="OperationCanceledException">Stopped: it was released again.</exception>
    public static Task<Answer<SubcloudBody>> CreateAsync(
        FacadeClient client, SubcloudRequest request, CancellationToken stop) =>
        CreateAsync(client, request, null, stop);

    /// <summary>Creates a subcloud, or finds the one of this key, and waits until it is active.
    /// </summary>
    /// <exception cref="CliException">Refused or failed: nothing is held.</exception>
    /// <exception cref="OperationCanceledException">Stopped: it was released again.</exception>
    public static async Task<Answer<SubcloudBody>> CreateAsync(
        FacadeClient client, SubcloudRequest request, string? key, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();

        // Not cancelled: only the answer tells the id by which to hand the machines back.
        var answer = await new SubcloudCalls(client).CreateAsync(
            request, key, WaitMax, CancellationToken.None);
        try
        {
            while (answer.Body.State == "allocating")
            {
                await Task.Delay(PollPeriod, stop);
                answer = await client.SubcloudAsync(answer.Body.Id, stop);
            }

            stop.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            await client.ReleaseSubcloudAsync(answer.Body.Id, CancellationToken.None);
            throw;
        }

        if (answer.Body.State is "active" or "degraded") return answer;
        throw Failed(answer.Body);
    }

    private static CliException Failed(SubcloudBody subcloud)
    {
        var reason = Show.Reason(subcloud.Reason) ?? "the facade said no reason";
        return new CliException(
            $"subcloud {subcloud.Id} is {subcloud.State}: {reason}",
            "see what is free with p2pcs peers; lower --count, --min, --cpu or --mem",
            ExitCodes.NoCapacity)
        {
            Code = subcloud.Reason?.Code,
        };
    }
}
