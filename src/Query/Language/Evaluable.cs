using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>An expression whose names and types were checked; it can be asked of any row.
/// </summary>
/// <param name="type">What its values are, NULL aside.</param>
/// <param name="unit">What its numbers count.</param>
public abstract class Evaluable(ColumnType type, Unit unit)
{
    /// <summary>What its values are, NULL aside.</summary>
    public ColumnType Type { get; } = type;

    /// <summary>What its numbers count.</summary>
    public Unit Unit { get; } = unit;

    /// <summary>Lowest number that honest rows give, by the columns' documented limits; minus
    /// infinity where nothing is known.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>Highest number that honest rows give.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>Its value for a row. Never throws: a wrong type, an overflow or a division by
    /// zero is NULL and counted.</summary>
    /// <param name="row">A row of the table it was bound to; for outputs, HAVING and ORDER BY
    /// of grouped queries the group keys, then the aggregates' results.</param>
    /// <param name="budget">Steps are taken from it; NULL when there are no more.</param>
    public Value Evaluate(Row row, ref Budget budget) =>
        budget.Take() ? Compute(row, ref budget) : Value.Null;

    /// <summary>Its value, after the step was taken.</summary>
    private protected abstract Value Compute(Row row, ref Budget budget);
}
