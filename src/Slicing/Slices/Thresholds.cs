namespace P2PCS.Slicing.Slices;

/// <summary>Where an epoch looks at the distribution.</summary>
/// <remarks>Source: Adam2 (ICDCS 2010), section 4: interpolation points move to where the next
/// instance learns most; here to the boundaries between slices (protocols reference 2c). Ours:
/// both ends of a value that many peers have.</remarks>
public static class Thresholds
{
    /// <summary>Most thresholds: L. Source: protocols reference 3.5.</summary>
    public const int Most = 50;

    /// <summary>Slices whose boundaries are looked at.</summary>
    public const int Slices = 10;

    // Fewest samples of a value that many have: about 1 % of a full shelf.
    private const int Frequent = 3;

    // Three thresholds at each boundary leave room for the ends of so many values.
    private const int FrequentMax = 11;
    private const double Wide = 8;
    private static readonly double[] Others = [0.01, 0.05, 0.5, 0.95, 0.99];

    /// <summary>At all samples if they are few; else at even ranks, and at the ends of values
    /// that are frequent.</summary>
    /// <param name="samples">Ascending, all different.</param>
    public static RankKey[] Of(ReadOnlySpan<RankKey> samples)
    {
        if (samples.Length <= Most)
            return samples.ToArray();
        var chosen = new SortedSet<RankKey>();
        AddEnds(chosen, samples);
        int rest = Most - chosen.Count;
        for (int i = 0; i < rest; i++)
            chosen.Add(samples[i * (samples.Length - 1) / (rest - 1)]);
        return [.. chosen];
    }

    /// <summary>Around the boundaries of ten slices, at the ends of values that are frequent, and
    /// a few between them.</summary>
    /// <param name="curve">What the last epoch found.</param>
    /// <param name="reach">How far from a boundary the inner ones lie, as a rank.</param>
    /// <param name="samples">Ascending, all different.</param>
    public static RankKey[] Of(RankCurve curve, double reach, ReadOnlySpan<RankKey> samples)
    {
        var chosen = new SortedSet<RankKey>();
        foreach (double way in (ReadOnlySpan<double>)[0, -1, 1])
            AddAtBoundaries(chosen, curve, way * reach);
        AddEnds(chosen, samples);
        AddAtBoundaries(chosen, curve, -Wide * reach);
        AddAtBoundaries(chosen, curve, Wide * reach);
        foreach (double rank in Others)
            Add(chosen, curve.KeyAt(rank));
        return [.. chosen];
    }

    /// <summary>How far the boundaries between ten slices are from where they were looked for.
    /// </summary>
    /// <param name="before">The curve of an earlier epoch.</param>
    /// <param name="now">The curve of a later one.</param>
    /// <returns>The farthest, as a rank.</returns>
    public static double Drift(RankCurve before, RankCurve now)
    {
        double most = 0;
        for (int i = 1; i < Slices; i++)
        {
            double rank = i / (double)Slices;
            most = Math.Max(most, Math.Abs(now.ShareAt(before.KeyAt(rank)) - rank));
        }

        return most;
    }

    private static void Add(SortedSet<RankKey> chosen, RankKey key)
    {
        if (chosen.Count < Most)
            chosen.Add(key);
    }

    private static void AddAtBoundaries(SortedSet<RankKey> chosen, RankCurve curve, double off)
    {
        for (int i = 1; i < Slices; i++)
            Add(chosen, curve.KeyAt((i / (double)Slices) + off));
    }

    private static void AddEnds(SortedSet<RankKey> chosen, ReadOnlySpan<RankKey> samples)
    {
        var counts = new Dictionary<float, int>();
        foreach (RankKey sample in samples)
            counts[sample.Value] = counts.GetValueOrDefault(sample.Value) + 1;
        IEnumerable<float> frequent = counts.Where(pair => pair.Value >= Frequent)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Take(FrequentMax).Select(pair => pair.Key);
        foreach (float value in frequent)
        {
            Add(chosen, new RankKey(value, 0));
            Add(chosen, new RankKey(value, uint.MaxValue));
        }
    }
}
