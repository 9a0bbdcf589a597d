using System.Text.RegularExpressions;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language.Nodes;

/// <summary>LIKE.</summary>
internal sealed class LikeTest(Evaluable operand, LikePattern pattern, bool negated)
    : Evaluable(ColumnType.Bool, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value value = operand.Evaluate(row, ref budget);
        if (value.Kind == ValueKind.Text)
        {
            return budget.TakeText(4 * value.AsText.Length)
                ? Value.Of(pattern.Matches(value.AsText) != negated)
                : Value.Null;
        }

        if (!value.IsNull)
            budget.NoteError();
        return Value.Null;
    }
}

/// <summary>MATCHES: the pattern is found anywhere in the text.</summary>
internal sealed class RegexTest(Evaluable operand, string pattern, bool negated)
    : Evaluable(ColumnType.Bool, Unit.None)
{
    private readonly Regex regex = RegexPattern.Compile(pattern);
    private readonly int size = RegexPattern.Size(pattern);

    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value value = operand.Evaluate(row, ref budget);
        if (value.Kind == ValueKind.Text)
        {
            return budget.TakeText(RegexPattern.Cost(size, value.AsText.Length))
                ? Value.Of(regex.IsMatch(value.AsText) != negated)
                : Value.Null;
        }

        if (!value.IsNull)
            budget.NoteError();
        return Value.Null;
    }
}
