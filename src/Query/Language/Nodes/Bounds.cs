namespace P2PCS.Query.Language.Nodes;

/// <summary>Limits of results from limits of operands. Source: Moore, "Interval analysis", 1966,
/// without rounding outwards: limits are guesses anyway.</summary>
internal static class Bounds
{
    private static readonly (double Low, double High) All =
        (double.NegativeInfinity, double.PositiveInfinity);

    public static (double Low, double High) Of(BinaryOperator op, Evaluable a, Evaluable b)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                return (a.Low + b.Low, a.High + b.High);
            case BinaryOperator.Subtract:
                return (a.Low - b.High, a.High - b.Low);
            case BinaryOperator.Multiply:
                return Corners(a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High);
            case BinaryOperator.Divide when b.Low > 0 || b.High < 0:
                return Corners(a.Low / b.Low, a.Low / b.High, a.High / b.Low, a.High / b.High);
            default:
                return All;
        }
    }

    public static (double Low, double High) Union(IEnumerable<Evaluable> parts)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (Evaluable part in parts)
        {
            if (part is Constant { Value.IsNull: true })
                continue;
            low = Math.Min(low, part.Low);
            high = Math.Max(high, part.High);
        }

        return low <= high ? (low, high) : All;
    }

    private static (double Low, double High) Corners(params ReadOnlySpan<double> corners)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double corner in corners)
        {
            if (double.IsNaN(corner))
                return All;
            low = Math.Min(low, corner);
            high = Math.Max(high, corner);
        }

        return (low, high);
    }
}
