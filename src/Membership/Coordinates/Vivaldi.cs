namespace P2PCS.Membership.Coordinates;

/// <summary>The adaptive step of Vivaldi: two places and a measured round trip.</summary>
/// <remarks>
/// Source: Dabek, Cox, Kaashoek, Morris, "Vivaldi: a decentralized network coordinate system",
/// SIGCOMM 2004, figure 3 with c_e = c_c = 0.25, heights as in section 5.4.
/// </remarks>
public static class Vivaldi
{
    private const float ErrorPart = 0.25f;
    private const float StepPart = 0.25f;
    private const float LeastHeight = 0.01f;
    private const float LeastTrip = 0.01f;
    private const float Farthest = 1e5f;

    /// <summary>Where a peer moves to after one measurement.</summary>
    /// <param name="own">Where it is.</param>
    /// <param name="other">Where the other peer says it is.</param>
    /// <param name="milliseconds">The measured round trip.</param>
    /// <param name="angle">Direction to take where both are at one place, in radians.</param>
    public static Coordinate Step(
        in Coordinate own, in Coordinate other, float milliseconds, float angle)
    {
        float trip = Math.Clamp(milliseconds, LeastTrip, Farthest);
        float estimate = Coordinate.Distance(own, other);
        float weight = own.Error / Math.Max(own.Error + other.Error, 1e-6f);
        float sample = Math.Min(MathF.Abs(estimate - trip) / trip, 1);
        float error = (sample * ErrorPart * weight) + (own.Error * (1 - (ErrorPart * weight)));
        float x = own.X - other.X;
        float y = own.Y - other.Y;
        if (MathF.Abs(x) + MathF.Abs(y) < 1e-6f)
            (x, y) = (MathF.Cos(angle) * LeastTrip, MathF.Sin(angle) * LeastTrip);
        float heights = own.Height + other.Height;
        float norm = MathF.Sqrt((x * x) + (y * y)) + heights;
        float pull = StepPart * weight * (trip - estimate) / norm;
        return new Coordinate(
            Math.Clamp(own.X + (pull * x), -Farthest, Farthest),
            Math.Clamp(own.Y + (pull * y), -Farthest, Farthest),
            Math.Clamp(own.Height + (pull * heights), LeastHeight, Farthest),
            error);
    }
}
