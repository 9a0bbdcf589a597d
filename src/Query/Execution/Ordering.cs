namespace P2PCS.Query.Execution;

/// <summary>One thing that rows are ordered by.</summary>
/// <param name="Reading">What; of the same rows as the outputs.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record Ordering(Reading Reading, bool Descending);
