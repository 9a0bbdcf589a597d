using P2PCS.Protocol.Wire;

namespace P2PCS.Query.Standing;

/// <summary>Numbers from 0 to 1 in two bytes: a half-precision float of the number times 2^15, so
/// the relative error is at most 2^-11 down to 2^-29.</summary>
internal static class UnitHalf
{
    /// <summary>Distance of neighbouring numbers, relative to them, at the most.</summary>
    public const double Spacing = 1.0 / 1024;

    private const double Scale = 1 << 15;
    private static readonly ushort Most = BitConverter.HalfToUInt16Bits((Half)Scale);

    /// <summary>Writes a number, rounding it; a positive one never becomes 0, and what rounding
    /// has brought above 1 becomes 1.</summary>
    /// <returns>The number as others will read it.</returns>
    public static double Write(ref WireWriter writer, double number)
    {
        ushort bits = BitConverter.HalfToUInt16Bits((Half)(Math.Min(number, 1) * Scale));
        if (bits == 0 && number > 0)
            bits = 1;
        writer.U16(bits);
        return Number(bits);
    }

    /// <summary>Reads a number; what is not from 0 to 1 is refused.</summary>
    public static double Read(ref WireReader reader)
    {
        ushort bits = reader.U16();
        reader.Require(bits <= Most);
        return Number(bits);
    }

    private static double Number(ushort bits) =>
        (double)BitConverter.UInt16BitsToHalf(bits) / Scale;
}
