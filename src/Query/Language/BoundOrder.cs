namespace P2PCS.Query.Language;

/// <summary>One thing that rows are ordered by; NULL is last in both directions.</summary>
/// <param name="Key">What to ask; see <see cref="BoundQuery.IsRowQuery"/>.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record BoundOrder(Evaluable Key, bool Descending);
