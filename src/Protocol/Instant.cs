namespace P2PCS.Protocol;

/// <summary>
/// A moment of the clock that steps a node, in ticks of 100 ns. It never goes back while a node
/// lives. The host counts from the Unix epoch, a simulator from where it likes.
/// </summary>
/// <param name="Ticks">Ticks of 100 ns.</param>
public readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    /// <summary>Later than every other moment: no deadline.</summary>
    public static Instant Never => new(long.MaxValue);

    /// <summary>The earlier of two moments.</summary>
    public static Instant Min(Instant a, Instant b) => a.Ticks <= b.Ticks ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    /// <summary>The moment a span later, <see cref="Never"/> at the latest.</summary>
    public static Instant operator +(Instant moment, TimeSpan span) =>
        span.Ticks > long.MaxValue - Math.Max(moment.Ticks, 0)
            ? Never
            : new(moment.Ticks + span.Ticks);

    /// <summary>The moment a span earlier.</summary>
    public static Instant operator -(Instant moment, TimeSpan span) =>
        new(moment.Ticks - span.Ticks);

    /// <summary>The span between two moments.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier) =>
        new(later.Ticks - earlier.Ticks);

    /// <summary>Whether the left moment is earlier.</summary>
    public static bool operator <(Instant left, Instant right) => left.Ticks < right.Ticks;

    /// <summary>Whether the left moment is later.</summary>
    public static bool operator >(Instant left, Instant right) => left.Ticks > right.Ticks;

    /// <summary>Whether the left moment is not later.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Ticks <= right.Ticks;

    /// <summary>Whether the left moment is not earlier.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Ticks >= right.Ticks;
}
