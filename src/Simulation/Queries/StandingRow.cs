using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Standing;
using P2PCS.Query.Values;

namespace P2PCS.Simulation.Queries;

/// <summary>A machine's row with made up values in the columns that standing aggregates are of.
/// </summary>
public sealed class StandingRow : Row
{
    private const double Missing = 0.1;
    private readonly Value[] values;

    /// <summary>Draws a row: skewed sizes and loads, few and frequent texts, some values missing.
    /// </summary>
    public StandingRow(StandingColumns columns, ref Rng rng)
    {
        values = new Value[columns.Table.Columns.Count];
        foreach (int column in columns.Numbers)
            values[column] = Number(columns.Table.Columns[column], ref rng);
        foreach (int column in columns.Labels)
        {
            // Half have the first text, a quarter the second, and so on.
            int kind = Math.Min(5, (int)-Math.Log2(1 - rng.Fraction()));
            values[column] = Value.Of($"{columns.Table.Columns[column].Name}-{kind}");
        }
    }

    /// <inheritdoc/>
    public override Value this[int column] => values[column];

    /// <summary>Gives a column another value.</summary>
    public void Set(int column, Value value) => values[column] = value;

    private static Value Number(Column column, ref Rng rng)
    {
        double exponential = -Math.Log(1 - rng.Fraction());
        double skewed = Math.Pow(2, 2 * (rng.Fraction() + rng.Fraction() - 1));
        double share = rng.Fraction();
        if (rng.Fraction() < Missing)
            return Value.Null;
        double number = column.Unit switch
        {
            Unit.Ratio => 0.5 + (0.5 * share),
            Unit.Bytes => (1L << 34) * skewed,
            Unit.Seconds => 100_000 * exponential,
            _ when column.Type == ColumnType.Int => Math.Floor(4 * exponential),
            _ => 8 * skewed,
        };
        return Value.Of(Math.Clamp(number, column.Low, column.High), column.Unit);
    }
}
