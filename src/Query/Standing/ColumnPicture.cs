using P2PCS.Protocol;

namespace P2PCS.Query.Standing;

/// <summary>Aggregates of one numeric column over the peers that have a value. Immutable.
/// </summary>
public sealed class ColumnPicture
{
    /// <summary>Draws it.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="number">Which of the numeric ones; some peer has a value.</param>
    /// <param name="peers">Number of peers in all.</param>
    /// <param name="result">The values, and the start of their epoch.</param>
    internal ColumnPicture(
        StandingColumns columns,
        int number,
        double peers,
        (MomentTable Moments, Instant AsOf) result)
    {
        MomentTable moments = result.Moments;
        (double mean, double variance) = moments.Moments(number);
        (double low, double high) = moments.Extremes(number);
        double range = columns.NumberOf(1, number) - columns.NumberOf(0, number);
        Column = columns.Numbers[number];
        // Peers are whole: what averaging has not evened out yet must not show in sums.
        Count = Math.Round(moments.Presence(number) * peers);
        Mean = columns.NumberOf(mean, number);
        Variance = variance * range * range;
        Min = columns.NumberOf(low, number);
        Max = columns.NumberOf(high, number);
        AsOf = result.AsOf;
    }

    /// <summary>Index of the column in its table.</summary>
    public int Column { get; }

    /// <summary>Number of peers that have a value.</summary>
    public double Count { get; }

    /// <summary>Mean, in the column's unit.</summary>
    public double Mean { get; }

    /// <summary>Variance over all of them (not of a sample), in the square of the unit. Below
    /// about a millionth of the mean's square it drowns in rounding.</summary>
    public double Variance { get; }

    /// <summary>Sum, in the column's unit.</summary>
    public double Sum => Count * Mean;

    /// <summary>Smallest value.</summary>
    public double Min { get; }

    /// <summary>Largest value.</summary>
    public double Max { get; }

    /// <summary>Start of the epoch that these are of.</summary>
    public Instant AsOf { get; }

    /// <summary>Percentiles; null while none are known.</summary>
    public ColumnShape? Shape { get; internal init; }
}
