using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>A query as it was written: the syntax tree, immutable.</summary>
/// <param name="Items">What it shows, at least one.</param>
/// <param name="Table">The table's name.</param>
public sealed record SelectQuery(IReadOnlyList<SelectItem> Items, string Table)
{
    /// <summary>Whether the plan is wanted rather than rows.</summary>
    public Explain Explain { get; init; }

    /// <summary>Where the table's name stands.</summary>
    public Position TableAt { get; init; }

    /// <summary>Which rows count; null is all.</summary>
    public Expr? Where { get; init; }

    /// <summary>What rows are grouped by.</summary>
    public IReadOnlyList<Expr> GroupBy { get; init; } = [];

    /// <summary>Which groups are shown; null is all.</summary>
    public Expr? Having { get; init; }

    /// <summary>What comes first.</summary>
    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];

    /// <summary>How many rows are shown; null is the default.</summary>
    public int? Limit { get; init; }

    /// <summary>The period of a continuous query; seconds, or NULL.</summary>
    public Value Every { get; init; }

    /// <summary>How long a continuous query lives; seconds, or NULL.</summary>
    public Value For { get; init; }

    /// <summary>What stands after WITH.</summary>
    public QueryOptions Options { get; init; } = QueryOptions.None;

    /// <summary>The canonical text: <see cref="Printer.Print(SelectQuery)"/>.</summary>
    public override string ToString() => Printer.Print(this);
}
