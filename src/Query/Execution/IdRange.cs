using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Execution;

/// <summary>Names from a first to a last, both included.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, not before the first.</param>
public readonly record struct IdRange(Digest First, Digest Last)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 2 * Digest.Length;

    /// <summary>Every name.</summary>
    public static IdRange All =>
        new(default, new Digest(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue));

    /// <summary>Whether a peer's name is in it.</summary>
    public bool Contains(PeerId id) => id.Hash >= First && id.Hash <= Last;

    /// <summary>The name before; none is before the first of all.</summary>
    public static Digest Before(Digest id)
    {
        ulong d = id.D - 1;
        ulong c = id.C - (id.D == 0 ? 1UL : 0);
        bool borrowC = id.D == 0 && id.C == 0;
        ulong b = id.B - (borrowC ? 1UL : 0);
        bool borrowB = borrowC && id.B == 0;
        return new Digest(id.A - (borrowB ? 1UL : 0), b, c, d);
    }

    /// <summary>The name after; none is after the last of all.</summary>
    public static Digest After(Digest id)
    {
        ulong d = id.D + 1;
        ulong c = id.C + (d == 0 ? 1UL : 0);
        bool carryC = d == 0 && c == 0;
        ulong b = id.B + (carryC ? 1UL : 0);
        return new Digest(id.A + (carryC && b == 0 ? 1UL : 0), b, c, d);
    }

    /// <summary>Writes it.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.Digest(First);
        writer.Digest(Last);
    }

    /// <summary>Reads it; the reader has failed where it has no name.</summary>
    public static IdRange Read(ref WireReader reader)
    {
        var range = new IdRange(reader.Digest(), reader.Digest());
        reader.Require(range.First <= range.Last);
        return range;
    }
}
