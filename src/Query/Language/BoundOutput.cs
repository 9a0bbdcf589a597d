using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>One thing that is shown.</summary>
/// <param name="Name">Its alias, or its canonical text.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Unit">What its numbers count.</param>
/// <param name="Value">What to ask; see <see cref="BoundQuery.IsRowQuery"/>.</param>
public sealed record BoundOutput(string Name, ColumnType Type, Unit Unit, Evaluable Value)
{
    /// <summary>Where the type is <see cref="ColumnType.List"/>: the index of the aggregate
    /// whose list is shown; otherwise -1.</summary>
    public int ListOf { get; init; } = -1;
}
