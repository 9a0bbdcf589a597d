using P2PCS.Protocol;

namespace P2PCS.Host.Sealing;

/// <summary>Decides, before anything is opened, whether a source may have a datagram outside of
/// a session looked at. One source is a /24 of IPv4 or a /48 of IPv6, since who has one address
/// of it often has all; on the machine itself it is one port.</summary>
public sealed class SourceGate
{
    private static readonly UInt128 Ip4Prefix = 0xFFFF;
    private static readonly UInt128 LoopbackFirst = ((UInt128)0xFFFF << 32) | 0x7F000000;
    private static readonly UInt128 LoopbackLast = ((UInt128)0xFFFF << 32) | 0x7FFFFFFF;

    private readonly SealingOptions options;
    private readonly BoundedTable<PeerAddress, TokenBucket> sources;
    private readonly TokenBucket all;

    /// <summary>A gate that has seen nobody yet.</summary>
    public SourceGate(SealingOptions options)
    {
        this.options = options;
        sources = new(options.Prefixes);
        all = new TokenBucket(options.TotalRate, options.TotalRate);
    }

    /// <summary>Sources it watches now.</summary>
    public int Count => sources.Count;

    /// <summary>Takes one of the source's share; false where that is used up.</summary>
    public bool Admits(Instant now, PeerAddress from)
    {
        PeerAddress source = SourceOf(from);
        if (!sources.TryUse(source, out TokenBucket? bucket))
        {
            bucket = new TokenBucket(options.PrefixRate, 2 * options.PrefixRate);
            sources.Add(source, bucket);
        }

        return bucket.TryTake(now) && all.TryTake(now);
    }

    /// <summary>The first address of the source that an address belongs to.</summary>
    public static PeerAddress SourceOf(PeerAddress from)
    {
        if (from.Ip == 1 || (from.Ip >= LoopbackFirst && from.Ip <= LoopbackLast))
            return from;
        int rest = from.Ip >> 32 == Ip4Prefix ? 8 : 80;
        return new PeerAddress(from.Ip >> rest << rest, 0);
    }
}
