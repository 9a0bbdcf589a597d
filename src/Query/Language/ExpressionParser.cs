using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Reads expressions: a Pratt parser. Source: Pratt, "Top down operator precedence",
/// POPL 1973. Nesting is bounded before it is followed, so the stack is too.</summary>
/// <param name="tokens">Where it reads; errors are left there, and what is returned with an
/// error is of no meaning.</param>
internal sealed class ExpressionParser(Tokens tokens)
{
    /// <summary>Deepest nesting.</summary>
    public const int DepthMax = 64;

    /// <summary>Longest pattern of LIKE, in characters.</summary>
    public const int LikeCharacters = 100;

    private static readonly Expr Nothing = new Expr.Literal(Value.Null);

    private readonly PrimaryParser primary = new(tokens);
    private int nesting;
    private int regexes;

    /// <summary>Reads an expression.</summary>
    public Expr Parse() => Parse(0);

    /// <summary>Reads operands joined by operators that bind more strongly.</summary>
    /// <param name="strength">See <see cref="Operators"/>.</param>
    public Expr Parse(int strength)
    {
        if (++nesting > DepthMax)
            Deep(tokens.Next.At);
        Expr left = tokens.HasFailed ? Nothing : Prefix(strength);
        do
        {
            if (left.Depth > DepthMax)
                Deep(left.At);
        }
        while (!tokens.HasFailed && Infix(ref left, strength));

        nesting--;
        return left;
    }

    private void Deep(Position at) => tokens.Fail(at,
        $"the expression is nested more than {DepthMax} levels deep", "",
        "Write long sums with greatest(), IN or fewer parentheses");

    private Expr Prefix(int strength)
    {
        Token first = tokens.Next;
        if (first.Is("NOT"))
        {
            if (strength > Operators.Not)
            {
                tokens.Refuse("a value", "Put NOT and what it denies in parentheses");
                return Nothing;
            }

            tokens.Take();
            return new Expr.Inverse(Parse(Operators.Not)) { At = first.At };
        }

        if (!tokens.TryTake("-"))
            return primary.Parse(this);
        if (tokens.Next.Kind == TokenKind.Number)
            return new Expr.Literal(tokens.Take().Negative) { At = first.At };
        return new Expr.Negate(Parse(Operators.Sign)) { At = first.At };
    }

    // Reads one operator and what stands to its right, if it binds more strongly.
    private bool Infix(ref Expr left, int strength)
    {
        Token next = tokens.Next;
        if (next.Is("AND") || next.Is("OR"))
            return Join(ref left, strength, next.Is("AND"));
        if (next.Kind == TokenKind.Symbol && Operators.Find(next.Text) is { } op)
            return Operate(ref left, strength, op);
        bool negated = next.Is("NOT");
        Token test = negated ? tokens.After : next;
        if (!test.Is("IS") && !test.Is("IN") && !test.Is("BETWEEN") && !test.Is("LIKE")
            && !test.Is("MATCHES"))
        {
            return false;
        }

        if (strength >= Operators.Comparison)
            return strength == Operators.Comparison && RefuseSecond();
        if (negated)
            tokens.Take();
        tokens.Take();
        left = Test(left, test, negated) with { At = test.At };
        return true;
    }

    private bool Join(ref Expr left, int strength, bool isAnd)
    {
        int own = isAnd ? Operators.And : Operators.Or;
        if (own <= strength)
            return false;
        Position at = tokens.Next.At;
        List<Expr> operands = [left];
        while (!tokens.HasFailed && tokens.TryTake(isAnd ? "AND" : "OR"))
            operands.Add(Parse(own));
        left = new Expr.Chain(isAnd, operands) { At = at };
        return true;
    }

    private bool Operate(ref Expr left, int strength, BinaryOperator op)
    {
        int own = op.Strength();
        if (own <= strength)
            return op.IsComparison() && strength == own && RefuseSecond();
        Position at = tokens.Take().At;
        left = new Expr.Binary(op, left, Parse(own)) { At = at };
        if (op.IsComparison() && !tokens.HasFailed)
            RefuseChain();
        return true;
    }

    private bool RefuseSecond()
    {
        RefuseChain();
        return false;
    }

    // a < b < c means something else in every language.
    private void RefuseChain()
    {
        Token next = tokens.Next;
        bool compares = next.Kind == TokenKind.Symbol
            && Operators.Find(next.Text) is { } op && op.IsComparison();
        if (compares || next.Is("IS") || next.Is("IN") || next.Is("BETWEEN") || next.Is("LIKE")
            || next.Is("MATCHES") || next.Is("NOT"))
        {
            tokens.Refuse("AND, OR or the end of the expression",
                "Comparisons do not chain: write a < b AND b < c, or use parentheses");
        }
    }

    private Expr Test(Expr left, Token test, bool negated)
    {
        Expr read = test.Keyword switch
        {
            "IS" => Null(left, negated),
            "IN" => List(left, negated),
            "BETWEEN" => Between(left, negated),
            _ => Match(left, test.Is("MATCHES"), negated),
        };
        if (!tokens.HasFailed)
            RefuseChain();
        return read;
    }

    private Expr.IsNull Null(Expr left, bool negated)
    {
        if (negated)
            tokens.Refuse("IN, BETWEEN, LIKE or MATCHES", "Write IS NOT NULL");
        bool not = tokens.TryTake("NOT");
        tokens.Expect("NULL", "IS asks for NULL only; compare values with =");
        return new Expr.IsNull(left, not);
    }

    private Expr.Within List(Expr left, bool negated)
    {
        tokens.Expect("(", "Write a list: state IN ('free', 'busy')");
        List<Expr> items = [];
        if (tokens.Next.Is(")"))
            tokens.Refuse("a value", "Write at least one value in the list");
        do
            items.Add(Parse());
        while (!tokens.HasFailed && tokens.TryTake(","));
        tokens.Expect(")", "Separate values with commas and close the list");
        return new Expr.Within(left, items, negated);
    }

    private Expr.Between Between(Expr left, bool negated)
    {
        Expr low = Parse(Operators.Comparison);
        tokens.Expect("AND", "Write BETWEEN low AND high");
        return new Expr.Between(left, low, Parse(Operators.Comparison), negated);
    }

    private Expr.Match Match(Expr left, bool isRegex, bool negated)
    {
        if (tokens.Next.Kind != TokenKind.Text)
        {
            tokens.Refuse("a pattern in single quotes",
                isRegex ? "Write MATCHES '^it-[0-9]+$'" : "Write LIKE 'it-%'");
            return new Expr.Match(left, "", isRegex, negated);
        }

        Token pattern = tokens.Take();
        string? reason = isRegex && regexes < RegexPattern.PatternsMax
            ? RegexPattern.WhyNot(pattern.Text)
            : pattern.Text.Length > LikeCharacters && !isRegex
                ? $"the pattern is longer than {LikeCharacters} characters"
                : null;
        if (isRegex && ++regexes > RegexPattern.PatternsMax)
            reason = $"there are more than {RegexPattern.PatternsMax} patterns of MATCHES";
        if (reason is not null)
            tokens.Fail(pattern.At, reason, "", "Write a simpler pattern, or LIKE");
        return new Expr.Match(left, pattern.Text, isRegex, negated);
    }
}
