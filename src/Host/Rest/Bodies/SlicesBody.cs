namespace P2PCS.Host.Rest.Bodies;

/// <summary>Where a peer stands among all peers.</summary>
/// <param name="Epoch">Number of the epoch that runs; 0 while none is known.</param>
/// <param name="Watched">Whether epochs are short because somebody watches.</param>
/// <param name="Attributes">What slices are made of.</param>
public sealed record SlicesBody(
    ulong Epoch, bool Watched, IReadOnlyList<SliceBody> Attributes);

/// <summary>Where a peer stands by one attribute, and where slices meet.</summary>
/// <param name="Attribute">A column of the table <c>peers</c>.</param>
/// <param name="Boundaries">The nine values that cut the peers into tenths, ascending; empty until
/// an epoch has ended.</param>
/// <param name="Epoch">Number of the epoch that found them; 0 without one.</param>
public sealed record SliceBody(
    string Attribute, IReadOnlyList<double> Boundaries, ulong Epoch)
{
    /// <summary>This peer's own value when the epoch began that runs; null where it has none.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>Share of the peers with a value that stand lower, from 0, below 1; null while
    /// nothing is known.</summary>
    public double? Rank { get; init; }

    /// <summary>How far the rank may be off; not bounded where peers lie.</summary>
    public double? Error { get; init; }

    /// <summary>Which tenth this peer is in, from 0; steady at the boundaries.</summary>
    public int? Tenth { get; init; }

    /// <summary><c>samples</c> of peers met so far, or <c>gossip</c> over all.</summary>
    public string? By { get; init; }

    /// <summary>The smallest value; null until an epoch has ended.</summary>
    public double? Low { get; init; }

    /// <summary>The largest value; null until an epoch has ended.</summary>
    public double? High { get; init; }

    /// <summary>The moment that the boundaries are of; null until an epoch has ended.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
