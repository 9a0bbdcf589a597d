using P2PCS.Query.Values;

namespace P2PCS.Query.Language.Nodes;

/// <summary>A function of the values of its arguments.</summary>
internal sealed class Application(
    Function function, Evaluable[] arguments, (ColumnType Type, Unit Unit) result)
    : Evaluable(result.Type, result.Unit)
{
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value[] values = new Value[arguments.Length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = arguments[index].Evaluate(row, ref budget);
            if (values[index].IsNull && !function.TakesNull)
                return Value.Null;
            if (!budget.TakeText(values[index].AsText.Length))
                return Value.Null;
            if (!IsWanted(function.Wanted(index), values[index].Kind))
                return Fail(ref budget);
        }

        if (function.Searches && !budget.TakeText(SearchCost(values)))
            return Value.Null;
        Value value = function.Compute(values);
        return value.IsNull && !function.TakesNull ? Fail(ref budget) : Units.Give(value, Unit);
    }

    private static int SearchCost(Value[] values) => (int)Math.Min(
        int.MaxValue / 2, (long)values[0].AsText.Length * (1 + (values[1].AsText.Length / 16)));

    private static bool IsWanted(Want want, ValueKind kind) => want switch
    {
        Want.Number => kind is ValueKind.Int or ValueKind.Float,
        Want.Text => kind == ValueKind.Text,
        Want.Time => kind == ValueKind.Time,
        _ => true,
    };

    private static Value Fail(ref Budget budget)
    {
        budget.NoteError();
        return Value.Null;
    }
}
