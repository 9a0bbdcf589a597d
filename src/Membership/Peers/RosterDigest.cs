using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Membership.Peers;

/// <summary>
/// A digest of who is there and since which boot: the exclusive or of a hash of each, kept for
/// sixty-four parts of the names, so that two nodes find out what they differ in.
/// </summary>
/// <remarks>Source: Demers et al., "Epidemic algorithms for replicated database maintenance",
/// PODC 1987, section 1.3 (checksums that are kept up incrementally).</remarks>
public sealed class RosterDigest
{
    /// <summary>Parts; a peer's is the low bits of its short name.</summary>
    public const int Buckets = 64;

    private readonly ulong[] buckets = new ulong[Buckets];

    /// <summary>Digest of all.</summary>
    public ulong Value { get; private set; }

    /// <summary>Digest of one part.</summary>
    public uint this[int bucket] => (uint)(buckets[bucket] ^ buckets[bucket] >> 32);

    /// <summary>The part a peer is in.</summary>
    public static int BucketOf(PeerId id) => (int)(id.Hash.D % Buckets);

    /// <summary>Takes a peer in, or out again.</summary>
    public void Toggle(PeerId id, uint epoch)
    {
        ulong hash = Draw.Mix(id.Hash.A ^ Draw.Mix(id.Hash.D ^ Draw.Mix(epoch + 1UL)));
        buckets[BucketOf(id)] ^= hash;
        Value ^= hash;
    }
}
