namespace P2PCS.Membership.Overlay;

/// <summary>Distances on a ring of 2^64 positions, where 0 follows the largest.</summary>
public static class RingDistance
{
    /// <summary>Steps from one position to another, upwards only.</summary>
    public static ulong Clockwise(ulong from, ulong to) => unchecked(to - from);

    /// <summary>Steps between two positions, the shorter way round; at most 2^63.</summary>
    public static ulong Between(ulong first, ulong second) =>
        Math.Min(Clockwise(first, second), Clockwise(second, first));
}
