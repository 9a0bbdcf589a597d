using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>An expression as it was written: the syntax tree, immutable.</summary>
public abstract record Expr
{
    private Expr(ReadOnlySpan<Expr?> parts)
    {
        int deepest = 0;
        foreach (Expr? part in parts)
            deepest = Math.Max(deepest, part?.Depth ?? 0);
        Depth = deepest + 1;
    }

    /// <summary>Where its first or deciding token stands.</summary>
    public Position At { get; init; }

    /// <summary>Levels of expressions within it, itself included.</summary>
    public int Depth { get; }

    /// <summary>A constant.</summary>
    /// <param name="Value">Its value, units resolved: 8GiB is 8589934592 bytes.</param>
    public sealed record Literal(Value Value) : Expr([]);

    /// <summary>A column, an item of a map, or an alias.</summary>
    /// <param name="Segments">Its parts: mem.free and label['a b'] have two each.</param>
    public sealed record Path(IReadOnlyList<string> Segments) : Expr([])
    {
        /// <summary>The parts with dots between.</summary>
        public string Name { get; } = string.Join('.', Segments);
    }

    /// <summary>NOT.</summary>
    /// <param name="Operand">What is denied.</param>
    public sealed record Inverse(Expr Operand) : Expr([Operand]);

    /// <summary>The minus sign before an operand.</summary>
    /// <param name="Operand">What is negated.</param>
    public sealed record Negate(Expr Operand) : Expr([Operand]);

    /// <summary>Two operands or more joined by AND, or by OR.</summary>
    /// <param name="IsAnd">Which of both.</param>
    /// <param name="Operands">At least two.</param>
    public sealed record Chain(bool IsAnd, IReadOnlyList<Expr> Operands)
        : Expr([.. Operands]);

    /// <summary>A comparison or arithmetic of two operands.</summary>
    /// <param name="Operator">Which.</param>
    /// <param name="Left">The left operand.</param>
    /// <param name="Right">The right operand.</param>
    public sealed record Binary(BinaryOperator Operator, Expr Left, Expr Right)
        : Expr([Left, Right]);

    /// <summary>IS NULL.</summary>
    /// <param name="Operand">What is asked.</param>
    /// <param name="Negated">Whether it is IS NOT NULL.</param>
    public sealed record IsNull(Expr Operand, bool Negated) : Expr([Operand]);

    /// <summary>IN a list.</summary>
    /// <param name="Operand">What is looked for.</param>
    /// <param name="Items">Where; at least one.</param>
    /// <param name="Negated">Whether it is NOT IN.</param>
    public sealed record Within(Expr Operand, IReadOnlyList<Expr> Items, bool Negated)
        : Expr([Operand, .. Items]);

    /// <summary>BETWEEN two bounds, both included.</summary>
    /// <param name="Operand">What is compared.</param>
    /// <param name="Low">The lower bound.</param>
    /// <param name="High">The upper bound.</param>
    /// <param name="Negated">Whether it is NOT BETWEEN.</param>
    public sealed record Between(Expr Operand, Expr Low, Expr High, bool Negated)
        : Expr([Operand, Low, High]);

    /// <summary>LIKE a pattern of % and _, or MATCHES a regular expression.</summary>
    /// <param name="Operand">The text that is searched.</param>
    /// <param name="Pattern">The pattern.</param>
    /// <param name="IsRegex">Whether it is MATCHES.</param>
    /// <param name="Negated">Whether NOT stands before.</param>
    public sealed record Match(Expr Operand, string Pattern, bool IsRegex, bool Negated)
        : Expr([Operand]);

    /// <summary>A function or aggregate.</summary>
    /// <param name="Name">Its name in lower case.</param>
    /// <param name="Arguments">Its arguments.</param>
    /// <param name="Star">Whether it is written with *, as count(*).</param>
    /// <param name="Distinct">Whether it is written with DISTINCT.</param>
    public sealed record Apply(
        string Name, IReadOnlyList<Expr> Arguments, bool Star = false, bool Distinct = false)
        : Expr([.. Arguments]);

    /// <summary>CASE.</summary>
    /// <param name="Operand">What the branches are compared with; null: they are conditions.
    /// </param>
    /// <param name="Branches">At least one.</param>
    /// <param name="Otherwise">ELSE; null is NULL.</param>
    public sealed record Choice(Expr? Operand, IReadOnlyList<Branch> Branches, Expr? Otherwise)
        : Expr([Operand, .. Branches.Select(b => b.When), .. Branches.Select(b => b.Then),
            Otherwise]);

    /// <summary>WHEN and THEN of a CASE.</summary>
    /// <param name="When">The condition, or what to compare with.</param>
    /// <param name="Then">The result.</param>
    public sealed record Branch(Expr When, Expr Then);
}
