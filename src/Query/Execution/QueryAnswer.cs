using P2PCS.Protocol;

namespace P2PCS.Query.Execution;

/// <summary>The answer of a query, and all that tells how far to trust it.</summary>
public sealed record QueryAnswer
{
    /// <summary>Its columns.</summary>
    public required IReadOnlyList<AnswerColumn> Columns { get; init; }

    /// <summary>Its rows, a cell for each column.</summary>
    public required IReadOnlyList<IReadOnlyList<AnswerCell>> Rows { get; init; }

    /// <summary>How much of the cloud it is of.</summary>
    public QueryCoverage Coverage { get; init; } = new(1, 1);

    /// <summary>Whether it is an estimate.</summary>
    public bool Approximate { get; init; }

    /// <summary>The error at 95 %, as a share; null where none is known.</summary>
    public double? Error { get; init; }

    /// <summary>When the oldest row was read, by this node's clock; what a frame took on its way
    /// is not known.</summary>
    public Instant Oldest { get; init; }

    /// <summary>When the newest row was read.</summary>
    public Instant Newest { get; init; }

    /// <summary>How it was carried out.</summary>
    public required string Plan { get; init; }

    /// <summary>What it has cost.</summary>
    public QueryCost Cost { get; init; }

    /// <summary>What is to be known of it, as sentences.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Whether there were more rows, or groups, than are shown.</summary>
    public bool Truncated { get; init; }
}
