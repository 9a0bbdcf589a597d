using P2PCS.Query.Values;

namespace P2PCS.Query.Language.Nodes;

/// <summary>NOT: unknown stays unknown.</summary>
internal sealed class Inversion(Evaluable operand) : Evaluable(ColumnType.Bool, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value value = operand.Evaluate(row, ref budget);
        if (value.Kind == ValueKind.Bool)
            return Value.Of(!value.IsTrue);
        if (!value.IsNull)
            budget.NoteError();
        return Value.Null;
    }
}

/// <summary>AND and OR. Source: Kleene's strong logic of indeterminacy, as in ISO/IEC 9075-2
/// section 6.39.</summary>
internal sealed class Junction(bool isAnd, Evaluable[] operands)
    : Evaluable(ColumnType.Bool, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        bool unknown = false;
        foreach (Evaluable operand in operands)
        {
            Value value = operand.Evaluate(row, ref budget);
            if (value.Kind == ValueKind.Bool && value.IsTrue != isAnd)
                return value;
            unknown |= value.Kind != ValueKind.Bool;
            if (value.Kind is not (ValueKind.Bool or ValueKind.Null))
                budget.NoteError();
        }

        return unknown ? Value.Null : Value.Of(isAnd);
    }
}

/// <summary>IS NULL and IS NOT NULL: never unknown.</summary>
internal sealed class NullTest(Evaluable operand, bool negated)
    : Evaluable(ColumnType.Bool, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget) =>
        Value.Of(operand.Evaluate(row, ref budget).IsNull != negated);
}

/// <summary>CASE; the operand is null where the branches are conditions.</summary>
internal sealed class Selection(
    Evaluable? operand, (Evaluable When, Evaluable Then)[] branches, Evaluable otherwise,
    (ColumnType Type, Unit Unit) result) : Evaluable(result.Type, result.Unit)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value subject = operand is null ? Value.True : operand.Evaluate(row, ref budget);
        foreach ((Evaluable when, Evaluable then) in branches)
        {
            Value value = when.Evaluate(row, ref budget);
            if (Comparing.Order(subject, value, ref budget) == 0)
                return Units.Give(then.Evaluate(row, ref budget), Unit);
        }

        return Units.Give(otherwise.Evaluate(row, ref budget), Unit);
    }
}
