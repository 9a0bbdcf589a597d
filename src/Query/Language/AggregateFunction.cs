namespace P2PCS.Query.Language;

/// <summary>What is made of all rows of a group. NULL does not count, but for
/// <see cref="CountRows"/>.</summary>
public enum AggregateFunction : byte
{
    /// <summary>count(*): rows.</summary>
    CountRows,

    /// <summary>count(x): values.</summary>
    Count,

    /// <summary>count(DISTINCT x): different values, estimated.</summary>
    CountDistinct,

    /// <summary>sum(x).</summary>
    Sum,

    /// <summary>avg(x): the mean.</summary>
    Avg,

    /// <summary>var(x): the sample variance.</summary>
    Var,

    /// <summary>stddev(x): the sample standard deviation.</summary>
    Stddev,

    /// <summary>min(x).</summary>
    Min,

    /// <summary>max(x).</summary>
    Max,

    /// <summary>bool_and(x).</summary>
    BoolAnd,

    /// <summary>bool_or(x).</summary>
    BoolOr,

    /// <summary>percentile(x, p), estimated; median(x) is the one of 0.5.</summary>
    Percentile,

    /// <summary>topk(x, k): the k most frequent values, estimated.</summary>
    TopK,

    /// <summary>histogram(x, b): counts of b ranges.</summary>
    Histogram,

    /// <summary>sample(x, k): k values chosen at random.</summary>
    Sample,

    /// <summary>any(x): one value.</summary>
    Any,
}
