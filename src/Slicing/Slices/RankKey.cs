using P2PCS.Protocol;
using P2PCS.Protocol.Wire;

namespace P2PCS.Slicing.Slices;

/// <summary>What peers are ordered by: an attribute's value, and among equal values a number
/// drawn from the peer's name, so that no two stand at the same place.</summary>
/// <remarks>Source: protocols reference 3.5, the tie-break.</remarks>
/// <param name="Value">The attribute; any unit, no NaN.</param>
/// <param name="Tie">From the peer's name.</param>
public readonly record struct RankKey(float Value, uint Tie) : IComparable<RankKey>
{
    /// <summary>Before all peers.</summary>
    public static RankKey Lowest => new(float.NegativeInfinity, 0);

    /// <summary>After all peers.</summary>
    public static RankKey Highest => new(float.PositiveInfinity, uint.MaxValue);

    /// <summary>A peer's number among equal values of an attribute; another for each attribute.
    /// </summary>
    public static uint TieOf(PeerId id, int attribute)
    {
        var rng = new Rng(id.Hash.A ^ id.Hash.D, (ulong)attribute);
        return (uint)(rng.Next() >> 32);
    }

    /// <summary>A place between two others, on a straight line: between equal values by the
    /// tie.</summary>
    /// <param name="low">The lower one.</param>
    /// <param name="high">The higher one.</param>
    /// <param name="way">From 0 to 1.</param>
    public static RankKey Between(RankKey low, RankKey high, double way)
    {
        if (low.Value == high.Value)
            return low with { Tie = (uint)(low.Tie + (way * (high.Tie - low.Tie))) };
        var key = new RankKey((float)(low.Value + (way * ((double)high.Value - low.Value))), 0);
        return key < low ? low : key;
    }

    /// <summary>How far a place is on the straight line between two others, from 0 to 1.
    /// </summary>
    public static double WayOf(RankKey key, RankKey low, RankKey high) =>
        low.Value == high.Value
            ? (key.Tie - (double)low.Tie) / (high.Tie - (double)low.Tie)
            : (key.Value - (double)low.Value) / (high.Value - (double)low.Value);

    /// <summary>Whether one is lower than another.</summary>
    public static bool operator <(RankKey left, RankKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is higher than another.</summary>
    public static bool operator >(RankKey left, RankKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is not higher than another.</summary>
    public static bool operator <=(RankKey left, RankKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is not lower than another.</summary>
    public static bool operator >=(RankKey left, RankKey right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(RankKey other)
    {
        int order = Value.CompareTo(other.Value);
        return order != 0 ? order : Tie.CompareTo(other.Tie);
    }

    /// <summary>Reads one, 8 bytes; NaN is refused.</summary>
    public static RankKey Read(ref WireReader reader)
    {
        var key = new RankKey(BitConverter.UInt32BitsToSingle(reader.U32()), reader.U32());
        reader.Require(!float.IsNaN(key.Value));
        return key;
    }

    /// <summary>Writes it.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U32(BitConverter.SingleToUInt32Bits(Value));
        writer.U32(Tie);
    }
}
