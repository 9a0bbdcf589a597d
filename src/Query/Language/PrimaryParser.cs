using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Reads what operators join: constants, paths, calls, CASE, parentheses.</summary>
/// <param name="tokens">Where it reads; errors are left there.</param>
internal sealed class PrimaryParser(Tokens tokens)
{
    /// <summary>Longest path, in parts.</summary>
    private const int SegmentsMax = 16;

    private const string ExpectedValue = "a value";

    private static readonly Expr Nothing = new Expr.Literal(Value.Null);

    /// <summary>Reads one.</summary>
    /// <param name="whole">Reads the expressions within it.</param>
    public Expr Parse(ExpressionParser whole)
    {
        Token first = tokens.Next;
        Expr read = first.Kind switch
        {
            TokenKind.Number => Number(),
            TokenKind.Text => new Expr.Literal(Value.Of(tokens.Take().Text)),
            TokenKind.Word => PathOrCall(whole),
            TokenKind.Keyword => Keyword(whole),
            _ => Parenthesis(whole),
        };
        return read.At == default ? read with { At = first.At } : read;
    }

    private Expr.Literal Number()
    {
        Token number = tokens.Take();
        if (number.Value.IsNull)
        {
            tokens.Fail(number.At, $"the number {number.Text} is too large", "",
                "Whole numbers go up to 9223372036854775807, others to 1.7e308");
        }

        return new Expr.Literal(number.Value);
    }

    private Expr Keyword(ExpressionParser whole)
    {
        if (tokens.TryTake("TRUE"))
            return new Expr.Literal(Value.True);
        if (tokens.TryTake("FALSE"))
            return new Expr.Literal(Value.False);
        if (tokens.TryTake("NULL"))
            return new Expr.Literal(Value.Null);
        if (tokens.TryTake("CASE"))
            return Case(whole);
        string hint = tokens.Next.Is("SELECT") ? "Queries do not nest"
            : tokens.Next.Is("DISTINCT") ? "Group by the expression to see each value once"
            : "";
        tokens.Refuse(ExpectedValue, hint);
        return Nothing;
    }

    private Expr Parenthesis(ExpressionParser whole)
    {
        if (!tokens.TryTake("("))
        {
            string hint = tokens.Next.Is("+") ? "Leave the sign out"
                : tokens.Next.Is("*") ? "Only count(*) and SELECT * take a star"
                : "";
            tokens.Refuse(ExpectedValue, hint);
            return Nothing;
        }

        if (tokens.Next.Is("SELECT"))
            tokens.Refuse(ExpectedValue, "Queries do not nest");
        Expr inner = whole.Parse();
        tokens.Expect(")", "Close the parenthesis");
        return inner;
    }

    private Expr.Choice Case(ExpressionParser whole)
    {
        Expr? operand = tokens.Next.Is("WHEN") ? null : whole.Parse();
        List<Expr.Branch> branches = [];
        while (!tokens.HasFailed && tokens.TryTake("WHEN"))
        {
            Expr when = whole.Parse();
            tokens.Expect("THEN", "Write WHEN condition THEN value");
            branches.Add(new Expr.Branch(when, whole.Parse()));
        }

        if (branches.Count == 0)
            tokens.Refuse("WHEN", "Write CASE WHEN condition THEN value END");
        Expr? otherwise = tokens.TryTake("ELSE") ? whole.Parse() : null;
        tokens.Expect("END", "Close the CASE");
        return new Expr.Choice(operand, branches, otherwise);
    }

    private Expr PathOrCall(ExpressionParser whole)
    {
        List<string> segments = [tokens.Take().Text];
        while (!tokens.HasFailed && (tokens.Next.Is(".") || tokens.Next.Is("[")))
        {
            segments.Add(Segment());
            if (segments.Count > SegmentsMax)
                tokens.Refuse("the end of the path", $"Paths have up to {SegmentsMax} parts");
        }

        return tokens.TryTake("(")
            ? Call(string.Join('.', segments).ToLowerInvariant(), whole)
            : new Expr.Path(segments);
    }

    private string Segment()
    {
        if (tokens.TryTake("."))
        {
            if (tokens.Next.IsWord)
                return tokens.Take().Text;
            tokens.Refuse("a name", "Write names with other characters as ['a-b']");
            return "";
        }

        tokens.Take();
        if (tokens.Next.Kind != TokenKind.Text || tokens.Next.Text.Length == 0)
        {
            tokens.Refuse("a name in single quotes", "Write label['gpu']");
            return "";
        }

        string name = tokens.Take().Text;
        tokens.Expect("]");
        return name;
    }

    private Expr.Apply Call(string name, ExpressionParser whole)
    {
        List<Expr> arguments = [];
        bool star = tokens.TryTake("*");
        bool distinct = !star && tokens.TryTake("DISTINCT");
        if (!star && (distinct || !tokens.Next.Is(")")))
        {
            do
                arguments.Add(whole.Parse());
            while (!tokens.HasFailed && tokens.TryTake(","));
        }

        tokens.Expect(")", $"Close the arguments of {name}");
        return new Expr.Apply(name, arguments, star, distinct);
    }
}
