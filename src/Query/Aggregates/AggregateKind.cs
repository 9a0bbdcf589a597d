namespace P2PCS.Query.Aggregates;

/// <summary>What an aggregate computes; NULL inputs never count.</summary>
public enum AggregateKind : byte
{
    /// <summary>How many inputs; rows, where there is no input.</summary>
    Count,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Average,

    /// <summary>Their sample variance (n - 1); NULL for fewer than two.</summary>
    Variance,

    /// <summary>The square root of the variance.</summary>
    Deviation,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>Whether all are true.</summary>
    BoolAnd,

    /// <summary>Whether one is true.</summary>
    BoolOr,

    /// <summary>How many different ones, within 1.6 %.</summary>
    Distinct,

    /// <summary>The value with a share of the others below, within 1 % of rank.</summary>
    Percentile,

    /// <summary>The most frequent.</summary>
    TopK,

    /// <summary>How many lie between equal steps.</summary>
    Histogram,

    /// <summary>Some of them, chosen evenly.</summary>
    Sample,
}
