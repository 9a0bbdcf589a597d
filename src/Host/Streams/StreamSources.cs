using P2PCS.Host.Storage;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>What a peer lets other peers read. Called from many threads at once.</summary>
/// <param name="Blobs">Where blobs come from.</param>
/// <param name="MayRead">Whether a peer (proved by TLS) may have a blob; false
/// looks to it as if the blob were not here.</param>
/// <param name="OpenLog">Opens a log, or gives null when there is none or the caller may not have
/// it. The stream is read to its end and disposed here; while following, a read waits for more
/// and heeds its cancellation.</param>
public sealed record StreamSources(
    BlobStore Blobs,
    Func<PeerId, Digest, bool> MayRead,
    Func<LogRequest, Stream?> OpenLog);
