namespace P2PCS.Query.Language;

/// <summary>One thing that a query shows.</summary>
/// <param name="Expr">What; null is *, every column that is not private.</param>
/// <param name="Alias">Its name; null is its text.</param>
/// <param name="At">Where it stands.</param>
public sealed record SelectItem(Expr? Expr, string? Alias, Position At);
