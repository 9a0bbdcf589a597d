using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Host.Readings;

/// <summary>How the columns of a table are read from things of one type.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
internal sealed class TableShape<T>
{
    private readonly Func<T, Value>[] columns;

    /// <summary>A shape.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">What reads each column, by name.</param>
    /// <exception cref="ArgumentException">A column of the table is missing here, or one here is
    /// not in the table.</exception>
    public TableShape(Table table, Dictionary<string, Func<T, Value>> columns)
    {
        string[] names = [.. table.Columns.Select(column => column.Name)];
        string[] odd = [.. names.Except(columns.Keys).Union(columns.Keys.Except(names))];
        if (odd.Length > 0)
        {
            throw new ArgumentException(
                $"{table.Name} and what reads it differ in {string.Join(", ", odd)}");
        }

        this.columns = [.. names.Select(name => columns[name])];
    }

    /// <summary>The value of a column.</summary>
    public Value Read(T subject, int column) => columns[column](subject);

    /// <summary>A row that reads its columns when they are asked for.</summary>
    public Row Of(T subject) => new ShapedRow<T>(this, subject);
}
