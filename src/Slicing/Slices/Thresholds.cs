namespace P2PCS.Slicing.Slices;

/// <summary>Where an epoch looks at the distribution.</summary>
/// <remarks>Source: Adam2 (ICDCS 2010), section 4: interpolation points move to where the next
/// instance learns most; here to the boundaries between slices (protocols reference 2c).</remarks>
public static class Thresholds
{
    /// <summary>Most thresholds: L. Source: protocols reference 3.5.</summary>
    public const int Most = 50;

    /// <summary>Slices whose boundaries are looked at.</summary>
    public const int Slices = 10;

    private const double Wide = 8;
    private static readonly double[] Others = [0.01, 0.05, 0.5, 0.95, 0.99];

    /// <summary>At even ranks among samples; at all of them if they are few.</summary>
    /// <param name="samples">Ascending, all different.</param>
    public static RankKey[] Of(ReadOnlySpan<RankKey> samples)
    {
        if (samples.Length <= Most)
            return samples.ToArray();
        var chosen = new RankKey[Most];
        for (int i = 0; i < Most; i++)
            chosen[i] = samples[i * (samples.Length - 1) / (Most - 1)];
        return chosen;
    }

    /// <summary>Around the boundaries of ten slices, and a few between them.</summary>
    /// <param name="curve">What the last epoch found.</param>
    /// <param name="reach">How far from a boundary the inner ones lie, as a rank.</param>
    public static RankKey[] Of(RankCurve curve, double reach)
    {
        var chosen = new SortedSet<RankKey>();
        for (int i = 1; i < Slices; i++)
            AddAround(chosen, curve, i / (double)Slices, reach);
        foreach (double rank in Others)
            chosen.Add(curve.KeyAt(rank));
        return [.. chosen.Take(Most)];
    }

    private static void AddAround(
        SortedSet<RankKey> chosen, RankCurve curve, double rank, double reach)
    {
        chosen.Add(curve.KeyAt(rank - reach));
        chosen.Add(curve.KeyAt(rank));
        chosen.Add(curve.KeyAt(rank + reach));
        (RankKey low, RankKey high, double share) = curve.Around(rank);
        if (share <= 4 * reach || low.Value == high.Value)
        {
            chosen.Add(curve.KeyAt(rank - (Wide * reach)));
            chosen.Add(curve.KeyAt(rank + (Wide * reach)));
            return;
        }

        // Many peers may have the value at either end: these two cut them off.
        chosen.Add(new RankKey(low.Value, uint.MaxValue));
        chosen.Add(new RankKey(high.Value, 0));
    }
}
