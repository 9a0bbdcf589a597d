using P2PCS.Query.Values;

namespace P2PCS.Query.Language.Nodes;

/// <summary>Sums, products, quotients and remainders of numbers, and of times and durations.
/// </summary>
internal sealed class Arithmetic(
    BinaryOperator op, Evaluable left, Evaluable right, (ColumnType Type, Unit Unit) result)
    : Evaluable(result.Type, result.Unit)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value a = left.Evaluate(row, ref budget);
        Value b = right.Evaluate(row, ref budget);
        if (a.IsNull || b.IsNull)
            return Value.Null;
        Value value = a.Kind == ValueKind.Time || b.Kind == ValueKind.Time ? Moments(a, b)
            : !a.IsNumber || !b.IsNumber ? Value.Null
            : a.Kind == ValueKind.Int && b.Kind == ValueKind.Int ? Wholes(a.AsInt, b.AsInt)
            : Value.Of(Number(a.AsNumber, b.AsNumber), Unit);
        if (value.IsNull)
            budget.NoteError();
        return value;
    }

    private Value Wholes(long a, long b)
    {
        if (op == BinaryOperator.Divide)
            return Value.Of(Number(a, b), Unit);
        if (op == BinaryOperator.Remainder)
            return b == 0 ? Value.Null : Value.Of(b == -1 ? 0 : a % b, Unit);
        Int128 exact = op switch
        {
            BinaryOperator.Add => (Int128)a + b,
            BinaryOperator.Subtract => (Int128)a - b,
            _ => (Int128)a * b,
        };
        return exact == (long)exact ? Value.Of((long)exact, Unit) : Value.Null;
    }

    // Division by zero gives no finite number, and Value.Of makes that NULL.
    private double Number(double a, double b) => op switch
    {
        BinaryOperator.Add => a + b,
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        BinaryOperator.Divide => a / b,
        _ => a % b,
    };

    private Value Moments(in Value a, in Value b)
    {
        if (a.Kind == b.Kind && op == BinaryOperator.Subtract)
            return Between((Int128)a.AsInt - b.AsInt);
        bool bothWays = op == BinaryOperator.Add;
        if (a.Kind == ValueKind.Time && b.IsNumber && (bothWays || op == BinaryOperator.Subtract))
            return Shift(a.AsInt, bothWays ? b.AsNumber : -b.AsNumber);
        return a.IsNumber && bothWays ? Shift(b.AsInt, a.AsNumber) : Value.Null;
    }

    private static Value Between(Int128 milliseconds) => milliseconds % 1000 == 0
        ? Value.Of((long)(milliseconds / 1000), Unit.Seconds)
        : Value.Of((double)milliseconds / 1000, Unit.Seconds);

    private static Value Shift(long moment, double seconds)
    {
        double milliseconds = Math.Round(seconds * 1000);
        if (!(Math.Abs(milliseconds) < 4e18))
            return Value.Null;
        Int128 shifted = (Int128)moment + (long)milliseconds;
        return shifted == (long)shifted ? Value.OfTime((long)shifted) : Value.Null;
    }
}

/// <summary>The minus sign.</summary>
internal sealed class Negation(Evaluable operand) : Evaluable(operand.Type, operand.Unit)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value value = operand.Evaluate(row, ref budget);
        if (value.IsNull)
            return value;
        if (value.Kind == ValueKind.Int && value.AsInt != long.MinValue)
            return Value.Of(-value.AsInt, value.Unit);
        if (value.Kind == ValueKind.Float)
            return Value.Of(-value.AsNumber, value.Unit);
        budget.NoteError();
        return Value.Null;
    }
}
