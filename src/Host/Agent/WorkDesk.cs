using P2PCS.Host.Attempts;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>Begins what the node wants done for attempts.</summary>
/// <param name="Runner">Runs them here.</param>
/// <param name="Fetcher">Fetches their results from other machines.</param>
internal sealed record WorkDesk(AttemptRunner Runner, ResultFetcher Fetcher)
{
    /// <summary>Makes what runs attempts and what fetches results.</summary>
    /// <param name="directory">Where attempts and inputs have their files.</param>
    /// <param name="streams">Reads from other machines.</param>
    /// <param name="blobs">Where results go.</param>
    /// <param name="post">Tells the node.</param>
    /// <param name="logger">Where people are told.</param>
    public static WorkDesk Make(
        DataDirectory directory,
        StreamClient streams,
        BlobStore blobs,
        Action<Action<PeerNode, Instant, Outbox>> post,
        ILogger logger)
    {
        var cache = new InputCache(streams, BlobStore.Open(directory.EmptyScratch("cache")));
        var reports = new AttemptReports(
            key => post((node, _, outbox) => node.AttemptStarted(key, outbox)),
            end => post((node, now, outbox) => node.AttemptEnded(now, end, outbox)),
            (key, all) => post((node, now, outbox) => node.ResultFetched(now, key, all, outbox)));
        return new WorkDesk(
            new AttemptRunner(directory.EmptyScratch("attempts"), cache, reports, logger),
            new ResultFetcher(streams, blobs, reports, logger));
    }

    /// <summary>Begins one thing; never waits.</summary>
    public void Carry(WorkRequest request)
    {
        switch (request.Kind)
        {
            case WorkKind.Start:
                Runner.Start(request);
                break;
            case WorkKind.Discard:
                Runner.Discard(request.Attempt);
                break;
            case WorkKind.FetchResult:
                Fetcher.Start(request);
                break;
        }
    }
}
