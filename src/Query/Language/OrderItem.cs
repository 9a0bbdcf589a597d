namespace P2PCS.Query.Language;

/// <summary>One thing that rows are ordered by.</summary>
/// <param name="Expr">What; a whole number is the position of an output, from 1.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record OrderItem(Expr Expr, bool Descending);
