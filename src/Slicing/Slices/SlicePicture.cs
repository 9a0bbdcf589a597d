using P2PCS.Protocol;

namespace P2PCS.Slicing.Slices;

/// <summary>What a peer knows of the slices of one attribute. Immutable.</summary>
/// <param name="Attribute">Name of the attribute.</param>
/// <param name="Value">The peer's own value; null where it has none.</param>
/// <param name="Place">Where it stands; null where it has no value or nothing is known.</param>
/// <param name="Curve">The distribution; null until an epoch has ended.</param>
public sealed record SlicePicture(
    string Attribute, float? Value, RankPlace? Place, RankCurve? Curve)
{
    /// <summary>Start of the epoch that the curve is of; its values are of that moment.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>Number of that epoch; 0 without one.</summary>
    public ulong Epoch { get; init; }

    /// <summary>Which of ten slices it is in, from 0; changes at borders only when that is sure.
    /// Null where its place is not known.</summary>
    public int? Tenth { get; init; }

    /// <summary>The values between which a slice's peers are; null while nothing is known.
    /// </summary>
    public (double Low, double High)? Bounds(in Slice slice) => Curve is null ? null :
        (Curve.KeyAt(slice.From).Value, Curve.KeyAt(slice.To).Value);
}
