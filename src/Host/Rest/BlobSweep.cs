using P2PCS.Host.Attempts;
using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Removes blobs that no task of this facade names any more, at the start and then every
/// hour. What was uploaded within the last hour stays: its task may be about to come.</summary>
/// <param name="parts">What the facade works with.</param>
/// <param name="shelf">Specs and manifests.</param>
/// <param name="logger">Where it tells what it could not remove.</param>
internal sealed partial class BlobSweep(FacadeParts parts, TaskShelf shelf, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Sweeps until the peer stops.</summary>
    public async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
                await TrySweepAsync();
            while (await timer.WaitForNextTickAsync(parts.Stopping));
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
        {
            Ended(logger);
        }
    }

    private async Task TrySweepAsync()
    {
        try
        {
            await SweepAsync(parts.Blobs);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            CannotSweep(logger, cause.Message);
        }
    }

    private async Task SweepAsync(BlobStore blobs)
    {
        TaskPicture[] tasks = await parts.Actor.AskAsync((node, _, _) =>
            node.Dispatcher.Tasks.Select(task => TaskPicture.Of(task, node)).ToArray());
        var named = new HashSet<Digest>();
        foreach (TaskPicture task in tasks)
        {
            named.Add(task.Spec);
            named.Add(task.Result);
            foreach (FileRef file in shelf.SpecOf(task).Inputs.Concat(shelf.ManifestOf(task).Files))
            {
                if (Digest.TryParse(file.Digest, out Digest digest))
                    named.Add(digest);
            }
        }

        DateTime before = TimeProvider.System.GetUtcNow().UtcDateTime - Every;
        foreach (Digest digest in blobs.All())
        {
            if (!named.Contains(digest) && File.GetLastWriteTimeUtc(blobs.PathOf(digest)) < before)
                blobs.Delete(digest);
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "Blobs that are not needed stay for now: {Cause}")]
    private static partial void CannotSweep(ILogger logger, string cause);

    [LoggerMessage(3002, LogLevel.Debug, "No more blob sweeps: the peer stops")]
    private static partial void Ended(ILogger logger);
}
