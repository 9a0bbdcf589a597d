using P2PCS.Host.Attempts;
using P2PCS.Host.Rest;
using P2PCS.Host.Shell;
using P2PCS.Host.Storage;
using P2PCS.Host.Streams;
using P2PCS.Protocol;

namespace P2PCS.Host.Agent;

/// <summary>What streams read from this peer: results by who asked for them, blobs by machines
/// that work for it, logs; and its node, which takes frames.</summary>
/// <param name="blobs">Specs and inputs of its tasks.</param>
/// <param name="runner">Runs others' tasks.</param>
/// <param name="picture">The latest picture of its node; null before the first.</param>
/// <param name="actor">Its node; null before there is one.</param>
internal sealed class OwnSources(
    BlobStore blobs, AttemptRunner runner, Func<Picture?> picture, Func<NodeActor?> actor)
{
    /// <summary>The same as streams want it.</summary>
    public StreamSources ToSources() => new(
        OpenBlob,
        runner.OpenLog,
        frame => actor() is { } running && running.TryPost(frame));

    private FileStream? OpenBlob(PeerId caller, Digest digest)
    {
        if (runner.OpenResult(caller, digest) is { } result)
            return result;
        return picture() is { } now && now.MemberIds.Contains(caller)
            && blobs.TryOpenRead(digest, out FileStream? blob) ? blob : null;
    }
}
