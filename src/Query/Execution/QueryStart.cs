namespace P2PCS.Query.Execution;

/// <summary>What becomes of a query that was asked.</summary>
/// <param name="Id">Its name, for its answer; zero where it is refused.</param>
/// <param name="Plan">How it is carried out, or would have been.</param>
/// <param name="Refused">Why it is not, as a sentence; null where it is.</param>
public readonly record struct QueryStart(UInt128 Id, QueryPlan Plan, string? Refused);
