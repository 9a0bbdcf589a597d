using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>What a peer lets other peers read. Called from many threads at once.</summary>
/// <param name="OpenBlob">Opens a blob for a peer (proved by TLS), or gives null when it is not
/// here or the peer may not have it, which look the same to it. The stream is disposed here.
/// </param>
/// <param name="OpenLog">Opens a log, or gives null when there is none or the caller may not have
/// it. The stream is read to its end and disposed here; while following, a read waits for more
/// and heeds its cancellation.</param>
public sealed record StreamSources(
    Func<PeerId, Digest, FileStream?> OpenBlob,
    Func<LogRequest, Stream?> OpenLog);
