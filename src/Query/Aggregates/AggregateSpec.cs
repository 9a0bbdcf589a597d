using P2PCS.Query.Values;

namespace P2PCS.Query.Aggregates;

/// <summary>One aggregate of a query: all that two peers must agree on to merge its partial
/// states.</summary>
/// <param name="Kind">What it computes.</param>
public sealed record AggregateSpec(AggregateKind Kind)
{
    /// <summary>Most values that topk and sample keep.</summary>
    public const int SizeMax = 100;

    /// <summary>Most buckets of a histogram.</summary>
    public const int BucketsMax = 64;

    /// <summary>Lower inputs are taken as this.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>Higher inputs are taken as this.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>What the inputs count.</summary>
    public Unit Unit { get; init; }

    /// <summary>For percentile: the share, 0 to 1.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>For topk and sample how many are shown, for histogram how many buckets.</summary>
    public int Size { get; init; } = 1;

    /// <summary>Whether a result of a sample of the peers stands for all of them only when it
    /// is multiplied.</summary>
    public bool GrowsWithPeers => Kind is AggregateKind.Count or AggregateKind.Sum;

    /// <summary>Bytes that a partial state of it takes at the most.</summary>
    public int WireBytesMax => Kind switch
    {
        AggregateKind.Min or AggregateKind.Max => 8 + Value.WireBytes,
        AggregateKind.Distinct => DistinctPartial.BytesMax,
        AggregateKind.Percentile => QuantilePartial.BytesMax,
        AggregateKind.TopK => FrequentPartial.BytesMax,
        AggregateKind.Histogram => 11 + (16 * Size),
        AggregateKind.Sample => 9 + (Size * (8 + ValueBytes.ShortBytes)),
        _ => 33,
    };

    /// <summary>An input within the bounds; a number where it is one, else the value itself.
    /// </summary>
    public Value Clamp(in Value value)
    {
        if (!value.IsNumber)
            return value;
        double number = value.AsNumber;
        if (number < Low)
            return Value.Of(Low, value.Unit);
        return number > High ? Value.Of(High, value.Unit) : value;
    }
}
