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
    private readonly SourceBuckets sources;
    private readonly BoundedTable<PeerAddress, TokenBucket> expected;
    private readonly TokenBucket all;

    /// <summary>A gate that has seen nobody yet.</summary>
    public SourceGate(SealingOptions options)
    {
        this.options = options;
        sources = new(options.Prefixes, options.PrefixRate, 2 * options.PrefixRate);
        expected = new(options.Expected);
        all = new TokenBucket(options.TotalRate, options.TotalRate);
    }

    /// <summary>Sources it watches now.</summary>
    public int Count => sources.Count;

    /// <summary>Takes one of the source's share; false where that, or what all have together, is
    /// used up. Half of the latter is kept for known addresses.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="from">The source's address.</param>
    /// <param name="isKnown">Whether there is a session with it, or a handshake on its way.
    /// </param>
    public bool Admits(Instant now, PeerAddress from, bool isKnown)
    {
        double keep = isKnown || IsExpected(now, from) ? 0 : options.TotalRate / 2;
        return sources.TryTake(now, from) && all.TryTake(now, 1, keep);
    }

    /// <summary>Somebody there has the cloud's key and was sent a cookie: the address counts as
    /// known for some datagrams.</summary>
    public void Expect(PeerAddress from)
    {
        if (expected.Find(from) is null)
            expected.Add(from, new TokenBucket(0, options.Tries));
    }

    private bool IsExpected(Instant now, PeerAddress from)
    {
        if (expected.Find(from) is not { } bucket)
            return false;
        if (bucket.TryTake(now))
            return true;
        expected.Remove(from);
        return false;
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
