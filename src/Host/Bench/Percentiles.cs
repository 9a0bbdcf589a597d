namespace P2PCS.Host.Bench;

/// <summary>Times that were taken, and what is said of them.</summary>
internal sealed class Percentiles
{
    private readonly List<double> values = [];

    public int Count => values.Count;

    public void Add(double value) => values.Add(value);

    /// <summary>The value that a part of all does not exceed; null where there is none.</summary>
    /// <param name="part">0 to 1.</param>
    public double? At(double part)
    {
        if (values.Count == 0)
            return null;
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(part * values.Count))];
    }
}
