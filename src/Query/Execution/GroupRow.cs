using P2PCS.Query.Aggregates;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>A group as a row: its keys, then the results of its aggregates.</summary>
/// <param name="keys">How many keys there are.</param>
/// <param name="group">The group; the one of the rest has one key, <c>__other</c>.</param>
/// <param name="scale">What counts and sums are multiplied by: a sample stands for more.</param>
internal sealed class GroupRow(int keys, Group group, double scale) : Row
{
    private readonly Value[] results =
        [.. group.Partials.Select(partial => Result(partial, scale))];

    public Group Group => group;

    public override Value this[int column] => column >= keys ? results[column - keys]
        : group.Keys.Count == 0 ? (column == 0 ? Value.Of("__other") : Value.Null)
        : group.Keys[column];

    private static Value Result(PartialState partial, double scale)
    {
        Value result = partial.Result();
        if (scale == 1 || !partial.Spec.GrowsWithPeers || result.IsNull)
            return result;
        return result.Kind == ValueKind.Int
            ? Value.Of((long)Math.Round(result.AsInt * scale), result.Unit)
            : Value.Of(result.AsNumber * scale, result.Unit);
    }
}
