using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>A token bucket for each source (see <see cref="SourceGate.SourceOf"/>), bounded: the
/// source that came longest ago is forgotten.</summary>
/// <param name="capacity">Sources watched at a time.</param>
/// <param name="rate">Tokens per second for each.</param>
/// <param name="burst">Tokens each holds at the most, and at first.</param>
internal sealed class SourceBuckets(int capacity, double rate, double burst)
{
    private readonly BoundedTable<PeerAddress, TokenBucket> sources = new(capacity);

    /// <summary>Sources it watches now.</summary>
    public int Count => sources.Count;

    /// <summary>Takes tokens of an address's source; false where there are too few.</summary>
    public bool TryTake(Instant now, PeerAddress address, double cost = 1)
    {
        PeerAddress source = SourceGate.SourceOf(address);
        if (!sources.TryUse(source, out TokenBucket? bucket))
        {
            bucket = new TokenBucket(rate, burst);
            sources.Add(source, bucket);
        }

        return bucket.TryTake(now, cost);
    }

    /// <summary>Gives a token back.</summary>
    public void Return(PeerAddress address) =>
        sources.Find(SourceGate.SourceOf(address))?.Return();
}
