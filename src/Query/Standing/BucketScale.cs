namespace P2PCS.Query.Standing;

/// <summary>The bounds of a histogram's buckets, as two bytes tell them to all peers alike.
/// </summary>
/// <param name="Low">Code of the first bound.</param>
/// <param name="High">Code of the last bound, greater than the first.</param>
public readonly record struct BucketScale(byte Low, byte High)
{
    // Codes are 8.5 % apart, but for the lowest, which are nearly evenly spaced.
    private const double Octaves = 30;
    private const double LeastPart = 1.0 / 1024;
    private const double LinearRatio = 8;

    /// <summary>All of a column's range.</summary>
    public static BucketScale Full => new(0, byte.MaxValue);

    /// <summary>The narrowest scale around two numbers from 0 to 1; the full one where the first
    /// is the larger.</summary>
    public static BucketScale Around(double low, double high)
    {
        if (low > high)
            return Full;
        int first = (int)Math.Floor(Code(low) + 1e-6);
        int last = (int)Math.Ceiling(Code(high) - 1e-6);
        first = Math.Min(first, byte.MaxValue - 1);
        return new BucketScale((byte)first, (byte)Math.Clamp(last, first + 1, byte.MaxValue));
    }

    /// <summary>Fills in the bounds, ascending: even steps where the column is a ratio or the
    /// last bound is less than eight times the first, else even factors.</summary>
    /// <param name="bounds">At least 3.</param>
    /// <param name="isRatio">Whether the column's numbers are shares.</param>
    public void Fill(Span<double> bounds, bool isRatio)
    {
        double low = Number(Low);
        double high = Number(High);
        if (isRatio || high < LinearRatio * low)
        {
            for (int i = 0; i < bounds.Length; i++)
                bounds[i] = low + ((high - low) * i / (bounds.Length - 1));
            return;
        }

        bounds[0] = low;
        double least = Math.Max(low, high * LeastPart);
        int start = least > low ? 1 : 0;
        for (int i = start; i < bounds.Length; i++)
        {
            double part = (i - start) / (double)(bounds.Length - 1 - start);
            bounds[i] = least * Math.Pow(high / least, part);
        }
    }

    private static double Number(int code) =>
        (Math.Pow(2, Octaves * code / byte.MaxValue) - 1) / (Math.Pow(2, Octaves) - 1);

    private static double Code(double number) => byte.MaxValue / Octaves
        * Math.Log2(1 + (number * (Math.Pow(2, Octaves) - 1)));
}
