using System.Text.Json;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Protocol;

namespace P2PCS.Host.Attempts;

/// <summary>The customer's side of results: copies them from the machine that made them, every
/// byte checked against its digest.</summary>
/// <param name="client">Reads from other peers.</param>
/// <param name="blobs">Where results are kept.</param>
/// <param name="reports">How the node is told.</param>
/// <param name="logger">Where people are told.</param>
public sealed partial class ResultFetcher(
    StreamClient client, BlobStore blobs, AttemptReports reports, ILogger logger)
{
    private const int Tries = 2;

    /// <summary>Fetches a result's manifest and files; reports whether all are here.</summary>
    public void Start(WorkRequest request) => Task.Run(() => RunAsync(request));

    /// <summary>Reads a manifest that was fetched, or gives null.</summary>
    public static ResultManifest? Read(BlobStore blobs, Digest digest)
    {
        if (!blobs.TryOpenRead(digest, out FileStream? stream))
            return null;
        using (stream)
            return JsonSerializer.Deserialize(stream, AttemptJson.Default.ResultManifest);
    }

    private async Task RunAsync(WorkRequest request)
    {
        bool complete = false;
        for (int i = 0; i < Tries && !complete; i++)
        {
            try
            {
                complete = await FetchAsync(request);
            }
            catch (Exception cause)
            {
                // Whatever a machine's manifest does to us: its result is not at hand.
                CannotFetch(logger, $"{request.Attempt.Task:x32}", cause.Message);
            }
        }

        reports.Fetched(request.Attempt, complete);
    }

    private async Task<bool> FetchAsync(WorkRequest request)
    {
        var maker = new StreamTarget(Shell.Addresses.ToEndpoint(request.Address), request.Peer);
        CancellationToken none = CancellationToken.None;
        if (!await client.FetchBlobAsync(maker, request.Content, blobs, TaskSpec.MaxBytes, none))
            return false;
        foreach (FileRef file in Read(blobs, request.Content)?.Files ?? [])
        {
            if (!Digest.TryParse(file.Digest, out Digest digest)
                || !await client.FetchBlobAsync(maker, digest, blobs, file.Size, none))
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(4003, LogLevel.Warning, "The result of task {Task} cannot be fetched: {Cause}")]
    private static partial void CannotFetch(ILogger logger, string task, string cause);
}
