using P2PCS.Protocol.Wire;

namespace P2PCS.Membership.Coordinates;

/// <summary>
/// A place in Vivaldi's space: the distance of two of them estimates a round trip. 7 bytes.
/// </summary>
/// <param name="X">First axis, in milliseconds.</param>
/// <param name="Y">Second axis, in milliseconds.</param>
/// <param name="Height">What every round trip of this peer takes besides, in milliseconds; not
/// negative.</param>
/// <param name="Error">Estimated relative error, 0 to 1.</param>
/// <remarks>Source: Dabek, Cox, Kaashoek, Morris, "Vivaldi", SIGCOMM 2004, sections 3.3 and 5.4.
/// </remarks>
public readonly record struct Coordinate(float X, float Y, float Height, float Error)
{
    private const float Largest = 6e4f;
    private const float ErrorSteps = 255;

    /// <summary>Where a peer begins: at the origin, knowing nothing.</summary>
    public static Coordinate Origin => new(0, 0, 0.1f, 1);

    /// <summary>Estimated round trip between two places, in milliseconds.</summary>
    public static float Distance(in Coordinate a, in Coordinate b)
    {
        float x = a.X - b.X;
        float y = a.Y - b.Y;
        return MathF.Sqrt((x * x) + (y * y)) + a.Height + b.Height;
    }

    /// <summary>Reads a coordinate.</summary>
    public static Coordinate Read(ref WireReader reader)
    {
        float x = (float)BitConverter.UInt16BitsToHalf(reader.U16());
        float y = (float)BitConverter.UInt16BitsToHalf(reader.U16());
        float height = (float)BitConverter.UInt16BitsToHalf(reader.U16());
        float error = reader.U8() / ErrorSteps;
        reader.Require(MathF.Abs(x) <= Largest && MathF.Abs(y) <= Largest);
        reader.Require(height is >= 0 and <= Largest);
        return new Coordinate(x, y, height, error);
    }

    /// <summary>Writes a coordinate.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U16(Bits(X));
        writer.U16(Bits(Y));
        writer.U16(Bits(Height));
        writer.U8((byte)MathF.Round(Math.Clamp(Error, 0, 1) * ErrorSteps));
    }

    // Eleven binary digits: round trips are not known better.
    private static ushort Bits(float value) =>
        BitConverter.HalfToUInt16Bits((Half)Math.Clamp(value, -Largest, Largest));
}
