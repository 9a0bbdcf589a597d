namespace P2PCS.Query.Values;

/// <summary>One row of a table, read column by column.</summary>
public abstract class Row
{
    /// <summary>The value of a column; NULL where this row has none.</summary>
    /// <param name="column">Index into the table's columns.</param>
    public abstract Value this[int column] { get; }

    /// <summary>An item of a column of <see cref="ColumnType.Map"/>; NULL where there is none.
    /// </summary>
    /// <param name="column">Index into the table's columns.</param>
    /// <param name="name">The item's name, such as gpu in label['gpu'].</param>
    public virtual Value ItemOf(int column, string name) => Value.Null;
}
