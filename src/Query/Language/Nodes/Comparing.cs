using P2PCS.Query.Values;

namespace P2PCS.Query.Language.Nodes;

/// <summary>The six comparisons: unknown where a side is.</summary>
internal sealed class Comparing(BinaryOperator op, Evaluable left, Evaluable right)
    : Evaluable(ColumnType.Bool, Unit.None)
{
    /// <summary>The order of two values; null is unknown. Values that cannot be compared are an
    /// error of the row.</summary>
    public static int? Order(in Value a, in Value b, ref Budget budget)
    {
        int? order = Value.Compare(a, b);
        if (order is null && !a.IsNull && !b.IsNull)
            budget.NoteError();
        if (a.AsText.Length > 0 && !budget.TakeText(a.AsText.Length))
            return null;
        return order;
    }

    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value a = left.Evaluate(row, ref budget);
        Value b = right.Evaluate(row, ref budget);
        return Order(a, b, ref budget) is { } order ? Value.Of(Holds(order)) : Value.Null;
    }

    private bool Holds(int order) => op switch
    {
        BinaryOperator.Equal => order == 0,
        BinaryOperator.NotEqual => order != 0,
        BinaryOperator.Less => order < 0,
        BinaryOperator.LessOrEqual => order <= 0,
        BinaryOperator.Greater => order > 0,
        _ => order >= 0,
    };
}

/// <summary>BETWEEN: low &lt;= x AND x &lt;= high.</summary>
internal sealed class Ranging(Evaluable operand, Evaluable low, Evaluable high, bool negated)
    : Evaluable(ColumnType.Bool, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value value = operand.Evaluate(row, ref budget);
        int? fromLow = Comparing.Order(value, low.Evaluate(row, ref budget), ref budget);
        int? fromHigh = Comparing.Order(value, high.Evaluate(row, ref budget), ref budget);
        if (fromLow < 0 || fromHigh > 0)
            return Value.Of(negated);
        return fromLow is null || fromHigh is null ? Value.Null : Value.Of(!negated);
    }
}

/// <summary>IN: equal to one of them; unknown where it is equal to none and one is NULL.
/// </summary>
internal sealed class InList(Evaluable operand, Evaluable[] items, bool negated)
    : Evaluable(ColumnType.Bool, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value value = operand.Evaluate(row, ref budget);
        bool unknown = false;
        foreach (Evaluable item in items)
        {
            int? order = Comparing.Order(value, item.Evaluate(row, ref budget), ref budget);
            if (order == 0)
                return Value.Of(!negated);
            unknown |= order is null;
            if (budget.RowExhausted)
                return Value.Null;
        }

        return unknown ? Value.Null : Value.Of(negated);
    }
}
