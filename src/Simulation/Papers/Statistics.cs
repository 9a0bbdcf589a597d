using P2PCS.Protocol;

namespace P2PCS.Simulation.Papers;

/// <summary>Small statistics and draws that the experiments have in common.</summary>
internal static class Statistics
{
    /// <summary>One seed for all rows; each row takes its number as the stream.</summary>
    public static Rng Generator(ulong row) => new(20_120_917, row);

    /// <summary>Exponential with mean 1.</summary>
    public static double Exponential(ref Rng rng) => -Math.Log(1 - rng.Fraction());

    /// <summary>Normal with mean 0 and deviation 1, by Box and Muller.</summary>
    public static double Normal(ref Rng rng) =>
        Math.Sqrt(2 * Exponential(ref rng)) * Math.Cos(2 * Math.PI * rng.Fraction());

    /// <summary>Puts items into random order.</summary>
    public static void Shuffle<T>(Span<T> items, ref Rng rng)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = rng.Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The smallest value that a share of the sorted values does not exceed.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share) =>
        sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
}
