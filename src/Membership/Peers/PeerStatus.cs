using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Peers;

/// <summary>What a peer tells of its machine in each ping and pong; 3 to 21 bytes.</summary>
/// <param name="Total">What it offers in all.</param>
/// <param name="Free">What is neither held nor leased.</param>
/// <param name="Accepts">Whether it takes tasks at all.</param>
public readonly record struct PeerStatus(Resources Total, Resources Free, bool Accepts)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 21;

    private const byte Accepting = 1;
    private const byte AllFree = 2;

    /// <summary>Reads a status.</summary>
    public static PeerStatus Read(ref WireReader reader)
    {
        byte head = reader.U8();
        bool isFree = (head & AllFree) != 0;
        var total = new Resources(reader.Compact(), reader.Compact());
        Resources free = isFree ? total : new Resources(reader.Compact(), reader.Compact());
        reader.Require(head <= (Accepting | AllFree) && free.FitsIn(total));
        reader.Require(isFree || free != total);
        return new PeerStatus(total, free, (head & Accepting) != 0);
    }

    /// <summary>Writes a status.</summary>
    public void Write(ref WireWriter writer)
    {
        bool isFree = Free == Total;
        writer.U8((byte)((Accepts ? Accepting : 0) | (isFree ? AllFree : 0)));
        writer.Compact(Total.CpuMilli);
        writer.Compact(Total.MemMiB);
        if (isFree)
            return;
        writer.Compact(Free.CpuMilli);
        writer.Compact(Free.MemMiB);
    }
}
