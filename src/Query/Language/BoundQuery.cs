using P2PCS.Query.Catalog;

namespace P2PCS.Query.Language;

/// <summary>A query whose names and types were checked, ready to be run.</summary>
/// <param name="Query">The query as it was written.</param>
/// <param name="Table">Its table.</param>
public sealed record BoundQuery(SelectQuery Query, Table Table)
{
    /// <summary>Which rows count; null is all. Asked of the table's rows.</summary>
    public Evaluable? Where { get; init; }

    /// <summary>What rows are grouped by. Asked of the table's rows.</summary>
    public IReadOnlyList<Evaluable> GroupBy { get; init; } = [];

    /// <summary>What is made of the rows of each group.</summary>
    public IReadOnlyList<AggregateCall> Aggregates { get; init; } = [];

    /// <summary>Whether rows are shown rather than groups: no GROUP BY and no aggregate. Outputs
    /// and order keys are then asked of the table's rows; otherwise of rows that hold the group
    /// keys, then the results of the aggregates.</summary>
    public bool IsRowQuery { get; init; }

    /// <summary>What is shown.</summary>
    public IReadOnlyList<BoundOutput> Outputs { get; init; } = [];

    /// <summary>Which groups are shown; null is all.</summary>
    public Evaluable? Having { get; init; }

    /// <summary>What comes first.</summary>
    public IReadOnlyList<BoundOrder> OrderBy { get; init; } = [];

    /// <summary>The indexes of the table's columns that are read, ascending.</summary>
    public IReadOnlyList<int> Columns { get; init; } = [];

    /// <summary>Whether a column is read that is coarse: groups need at least five peers.
    /// </summary>
    public bool IsCoarse { get; init; }
}
