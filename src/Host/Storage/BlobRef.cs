using P2PCS.Protocol;

namespace P2PCS.Host.Storage;

/// <summary>A stored blob: its name and its length.</summary>
/// <param name="Digest">SHA-256 of the bytes.</param>
/// <param name="Size">Length in bytes.</param>
public readonly record struct BlobRef(Digest Digest, long Size);
