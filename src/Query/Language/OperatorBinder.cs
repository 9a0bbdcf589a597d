using P2PCS.Query.Language.Nodes;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Checks the types and units that operators join.</summary>
/// <param name="faults">Where errors are left; what is returned with one has no meaning.</param>
internal sealed class OperatorBinder(Faults faults)
{
    /// <summary>A truth value is wanted.</summary>
    public Evaluable Condition(Evaluable value, Position at, string clause) =>
        value.Type is ColumnType.Bool or ColumnType.Any ? value
        : faults.Fail(at, $"{clause} needs a truth value and has {Name(value)}", "",
            "Compare it with something, such as cpu.free > 2");

    /// <summary>Whether a value may be compared with another; returns the other.</summary>
    public Evaluable Comparable(Evaluable a, Evaluable b, Position at)
    {
        bool compares = Units.Compare(a.Type, b.Type) && a.Type != ColumnType.List
            && b.Type != ColumnType.List;
        if (compares && Units.Agree(a.Unit, b.Unit))
            return b;
        return faults.Fail(at, $"{Name(a)} cannot be compared with {Name(b)}", "", Hint(a, b));
    }

    /// <summary>The type and unit of values that come from one of several places.</summary>
    public (ColumnType Type, Unit Unit) Common(
        IReadOnlyList<Evaluable> values, Position at, string what)
    {
        ColumnType type = ColumnType.Any;
        Unit unit = Unit.None;
        foreach (Evaluable value in values)
        {
            if (!Units.Compare(type, value.Type) || !Units.Agree(unit, value.Unit)
                || value.Type == ColumnType.List)
            {
                faults.Fail(at, $"{what} are {Units.Name(type, unit)} and {Name(value)}", "",
                    "Make them one kind of value, for example with text()");
            }

            type = Units.Either(type, value.Type);
            unit = Units.Either(unit, value.Unit);
        }

        return (type, unit);
    }

    public Evaluable Negate(Evaluable operand, Position at) =>
        Units.IsNumeric(operand.Type)
            ? new Negation(operand) { Low = -operand.High, High = -operand.Low }
            : faults.Fail(at, $"{Name(operand)} has no negative", "", "Write NOT to deny");

    public Evaluable Binary(Expr.Binary expr, Evaluable left, Evaluable right)
    {
        if (expr.Operator.IsComparison())
        {
            Comparable(left, right, expr.At);
            return new Comparing(expr.Operator, left, right);
        }

        if (Result(expr.Operator, left, right) is not { } result)
            return Refuse(expr, left, right);
        (double low, double high) = Bounds.Of(expr.Operator, left, right);
        return new Arithmetic(expr.Operator, left, right, result) { Low = low, High = high };
    }

    public Evaluable Within(Expr.Within expr, Evaluable operand, Evaluable[] items)
    {
        for (int index = 0; index < items.Length; index++)
            Comparable(operand, items[index], expr.Items[index].At);
        return new InList(operand, items, expr.Negated);
    }

    public Evaluable Between(Expr.Between expr, Evaluable operand, Evaluable low, Evaluable high)
    {
        Comparable(operand, low, expr.Low.At);
        Comparable(operand, high, expr.High.At);
        return new Ranging(operand, low, high, expr.Negated);
    }

    public Evaluable Match(Expr.Match expr, Evaluable operand)
    {
        if (operand.Type is not (ColumnType.Text or ColumnType.Any))
        {
            return faults.Fail(expr.At, $"{(expr.IsRegex ? "MATCHES" : "LIKE")} needs a text and "
                + $"has {Name(operand)}", "", "Write text(...) around it");
        }

        return expr.IsRegex
            ? new RegexTest(operand, expr.Pattern, expr.Negated)
            : new LikeTest(operand, new LikePattern(expr.Pattern), expr.Negated);
    }

    private Evaluable Refuse(Expr.Binary expr, Evaluable left, Evaluable right)
    {
        bool hasTime = left.Type == ColumnType.Time || right.Type == ColumnType.Time;
        return faults.Fail(expr.At, Refusal(expr.Operator, left, right), "", hasTime
            ? "Times take durations, such as now() - 2h, and a time less a time is one"
            : Hint(left, right));
    }

    private static string Name(Evaluable value) => Units.Name(value.Type, value.Unit);

    private static string Refusal(BinaryOperator op, Evaluable left, Evaluable right) => op switch
    {
        BinaryOperator.Add => $"{Name(left)} and {Name(right)} cannot be added",
        BinaryOperator.Subtract => $"{Name(right)} cannot be subtracted from {Name(left)}",
        BinaryOperator.Multiply => $"{Name(left)} and {Name(right)} cannot be multiplied",
        _ => $"{Name(left)} cannot be divided by {Name(right)}",
    };

    private static string Hint(Evaluable a, Evaluable b)
    {
        if (a.Type == ColumnType.List || b.Type == ColumnType.List)
            return "Lists are only shown";
        if (a.Type == ColumnType.Version || b.Type == ColumnType.Version)
            return "Write version('1.2')";
        if (a.Type == ColumnType.Time || b.Type == ColumnType.Time)
            return "Write time('2026-01-31'), or now() - 2h";
        if (Units.IsNumeric(a.Type) && Units.IsNumeric(b.Type))
            return "Use one unit on both sides, or a bare number";
        return a.Type == ColumnType.Text || b.Type == ColumnType.Text
            ? "Write number(...) around the text, or put the other side in single quotes"
            : "Compare like with like";
    }

    // Null where the operator cannot join them.
    private static (ColumnType, Unit)? Result(BinaryOperator op, Evaluable a, Evaluable b)
    {
        if (a.Type == ColumnType.Time || b.Type == ColumnType.Time)
            return Moments(op, a, b);
        if (!Units.IsNumeric(a.Type) || !Units.IsNumeric(b.Type))
            return null;
        ColumnType type = op == BinaryOperator.Divide
            ? ColumnType.Float : Units.Either(a.Type, b.Type);
        if (op == BinaryOperator.Multiply)
            return (type, Units.Multiplied(a.Unit, b.Unit));
        if (op == BinaryOperator.Divide)
            return (type, Units.Divided(a.Unit, b.Unit));
        return Units.Agree(a.Unit, b.Unit) ? (type, Units.Either(a.Unit, b.Unit)) : null;
    }

    private static (ColumnType, Unit)? Moments(BinaryOperator op, Evaluable a, Evaluable b)
    {
        if (a.Type == b.Type)
            return op == BinaryOperator.Subtract ? (ColumnType.Float, Unit.Seconds) : null;
        Evaluable other = a.Type == ColumnType.Time ? b : a;
        bool isSpan = other.Type == ColumnType.Any
            || (Units.IsNumeric(other.Type) && other.Unit == Unit.Seconds);
        bool isOrdered = op == BinaryOperator.Add
            || (op == BinaryOperator.Subtract && a.Type == ColumnType.Time);
        return isSpan && isOrdered ? (ColumnType.Time, Unit.None) : null;
    }
}
