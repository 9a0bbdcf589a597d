using P2PCS.Host.Shell;
using P2PCS.Protocol;

namespace P2PCS.Host.Streams;

/// <summary>What a peer lets other peers read, and takes from them. Called from many threads at
/// once.</summary>
/// <param name="OpenBlob">Opens a blob for a peer (proved by TLS), or gives null when it is not
/// here or the peer may not have it, which look the same to it. The stream is disposed here.
/// </param>
/// <param name="OpenLog">Opens a log, or gives null when there is none or the caller may not have
/// it. The stream is read to its end and disposed here; while following, a read waits for more
/// and heeds its cancellation.</param>
/// <param name="TakeFrame">Takes a frame, whatever its bytes; false where it has no room.</param>
public sealed record StreamSources(
    Func<PeerId, Digest, FileStream?> OpenBlob,
    Func<LogRequest, Stream?> OpenLog,
    Func<StreamedFrame, bool> TakeFrame);
