using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>What stands after WITH; NULL is for the planner to choose. Source: the language's
/// specification; docs/QUERY.md.</summary>
public sealed record QueryOptions
{
    /// <summary>Nothing said.</summary>
    public static readonly QueryOptions None = new();

    /// <summary>Where the answer may come from. Source: chosen by the planner if null.</summary>
    public Consistency? Consistency { get; init; }

    /// <summary>Longest wait, in seconds. Source: chosen by the planner if NULL.</summary>
    public Value Timeout { get; init; }

    /// <summary>Largest error that will do, as a share. Source: chosen by the planner if NULL.
    /// </summary>
    public Value MaxError { get; init; }

    /// <summary>Least share of the peers that must answer. Source: chosen by the planner if
    /// NULL.</summary>
    public Value MinCoverage { get; init; }

    /// <summary>How old an answer may be, in seconds. Source: chosen by the planner if NULL.
    /// </summary>
    public Value MaxAge { get; init; }
}
