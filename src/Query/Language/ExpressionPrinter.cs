using System.Text;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Writes expressions with no more parentheses than needed.</summary>
/// <param name="text">Where it writes.</param>
internal sealed class ExpressionPrinter(StringBuilder text)
{
    /// <summary>Writes an expression.</summary>
    /// <param name="expr">The expression.</param>
    /// <param name="least">Weaker binding than this needs parentheses.</param>
    public void Print(Expr expr, int least)
    {
        bool parenthesis = Strength(expr) < least;
        if (parenthesis)
            text.Append('(');
        Bare(expr);
        if (parenthesis)
            text.Append(')');
    }

    private static int Strength(Expr expr) => expr switch
    {
        Expr.Chain chain => chain.IsAnd ? Operators.And : Operators.Or,
        Expr.Inverse => Operators.Not,
        Expr.Binary binary => binary.Operator.Strength(),
        Expr.IsNull or Expr.Within or Expr.Between or Expr.Match => Operators.Comparison,
        Expr.Negate => Operators.Sign,
        _ => Operators.Primary,
    };

    private void Bare(Expr expr)
    {
        switch (expr)
        {
            case Expr.Literal literal:
                text.Append(Constant(literal.Value));
                break;
            case Expr.Path path:
                AppendPath(path);
                break;
            case Expr.Inverse not:
                text.Append("NOT ");
                Print(not.Operand, Operators.Not);
                break;
            case Expr.Negate negate:
                AppendNegated(negate.Operand);
                break;
            case Expr.Chain chain:
                AppendList(chain.Operands, chain.IsAnd ? " AND " : " OR ", Strength(chain) + 1);
                break;
            case Expr.Binary binary:
                AppendBinary(binary);
                break;
            case Expr.Apply call:
                AppendCall(call);
                break;
            case Expr.Choice choice:
                AppendCase(choice);
                break;
            default:
                AppendTest(expr);
                break;
        }
    }

    // A minus before digits would become part of the number, and two minuses a comment.
    private void AppendNegated(Expr operand)
    {
        text.Append('-');
        Print(operand, operand is Expr.Literal { Value.IsNumber: true }
            ? Operators.Primary + 1 : Operators.Primary);
    }

    private void AppendBinary(Expr.Binary binary)
    {
        int own = Strength(binary);
        Print(binary.Left, own + (binary.Operator.IsComparison() ? 1 : 0));
        text.Append(' ').Append(binary.Operator.Text()).Append(' ');
        Print(binary.Right, own + 1);
    }

    private void AppendTest(Expr test)
    {
        switch (test)
        {
            case Expr.IsNull isNull:
                Print(isNull.Operand, Operators.Sum);
                text.Append(isNull.Negated ? " IS NOT NULL" : " IS NULL");
                break;
            case Expr.Within within:
                Print(within.Operand, Operators.Sum);
                text.Append(within.Negated ? " NOT IN (" : " IN (");
                AppendList(within.Items, ", ", 0);
                text.Append(')');
                break;
            case Expr.Between between:
                Print(between.Operand, Operators.Sum);
                text.Append(between.Negated ? " NOT BETWEEN " : " BETWEEN ");
                AppendList([between.Low, between.High], " AND ", Operators.Sum);
                break;
            case Expr.Match match:
                Print(match.Operand, Operators.Sum);
                text.Append(match.Negated ? " NOT" : "");
                text.Append(match.IsRegex ? " MATCHES " : " LIKE ").Append(Quoted(match.Pattern));
                break;
        }
    }

    private void AppendCall(Expr.Apply call)
    {
        text.Append(call.Name).Append(call.Distinct ? "(DISTINCT " : "(");
        if (call.Star)
            text.Append('*');
        AppendList(call.Arguments, ", ", 0);
        text.Append(')');
    }

    private void AppendCase(Expr.Choice choice)
    {
        text.Append("CASE");
        if (choice.Operand is not null)
        {
            text.Append(' ');
            Print(choice.Operand, 0);
        }

        foreach (Expr.Branch branch in choice.Branches)
        {
            text.Append(" WHEN ");
            Print(branch.When, 0);
            text.Append(" THEN ");
            Print(branch.Then, 0);
        }

        if (choice.Otherwise is not null)
        {
            text.Append(" ELSE ");
            Print(choice.Otherwise, 0);
        }

        text.Append(" END");
    }

    private void AppendPath(Expr.Path path)
    {
        text.Append(path.Segments[0]);
        foreach (string segment in path.Segments.Skip(1))
        {
            if (Lexer.IsName(segment))
                text.Append('.').Append(segment);
            else
                text.Append('[').Append(Quoted(segment)).Append(']');
        }
    }

    private void AppendList(IReadOnlyList<Expr> list, string separator, int least)
    {
        for (int index = 0; index < list.Count; index++)
        {
            text.Append(index == 0 ? "" : separator);
            Print(list[index], least);
        }
    }

    private static string Constant(Value value) => value.Kind switch
    {
        ValueKind.Null => "NULL",
        ValueKind.Bool => value.IsTrue ? "TRUE" : "FALSE",
        ValueKind.Int or ValueKind.Float => UnitText.Print(value),
        ValueKind.Time => $"time({Quoted(value.ToString())})",
        ValueKind.Version => $"version({Quoted(value.AsText)})",
        _ => Quoted(value.AsText),
    };

    private static string Quoted(string content) =>
        $"'{content.Replace("'", "''", StringComparison.Ordinal)}'";
}
