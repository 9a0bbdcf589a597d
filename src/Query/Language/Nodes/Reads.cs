using P2PCS.Query.Values;

namespace P2PCS.Query.Language.Nodes;

/// <summary>The same for all rows.</summary>
internal sealed class Constant : Evaluable
{
    public Constant(Value value)
        : base(TypeOf(value.Kind), value.Unit)
    {
        Value = value;
        if (value.IsNumber)
            Low = High = value.AsNumber;
    }

    public Value Value { get; }

    private protected override Value Compute(Row row, ref Budget budget) => Value;

    private static ColumnType TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Bool => ColumnType.Bool,
        ValueKind.Int => ColumnType.Int,
        ValueKind.Float => ColumnType.Float,
        ValueKind.Text => ColumnType.Text,
        ValueKind.Time => ColumnType.Time,
        ValueKind.Version => ColumnType.Version,
        _ => ColumnType.Any,
    };
}

/// <summary>A column of the row.</summary>
internal sealed class ColumnRead(int column, ColumnType type, Unit unit) : Evaluable(type, unit)
{
    public int Column => column;

    // Who fills rows need not repeat the catalog's units.
    private protected override Value Compute(Row row, ref Budget budget)
    {
        Value value = row[column];
        return value.Unit == Unit ? value : value.With(Unit);
    }
}

/// <summary>An item of a map of the row.</summary>
internal sealed class ItemRead(int column, string name) : Evaluable(ColumnType.Text, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget) =>
        row.ItemOf(column, name);
}

/// <summary>The present, the same for all rows of a query.</summary>
internal sealed class Now() : Evaluable(ColumnType.Time, Unit.None)
{
    private protected override Value Compute(Row row, ref Budget budget) =>
        Value.OfTime(budget.NowMilliseconds);
}
