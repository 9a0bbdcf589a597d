using P2PCS.Query.Catalog;
using P2PCS.Query.Language.Nodes;
using P2PCS.Query.Values;

namespace P2PCS.Query.Language;

/// <summary>Finds the columns that paths name, and notes them.</summary>
/// <param name="table">Whose columns.</param>
/// <param name="faults">Where errors are left.</param>
internal sealed class ColumnBinder(Table table, Faults faults)
{
    private readonly SortedSet<int> columns = [];

    /// <summary>The table.</summary>
    public Table Table => table;

    /// <summary>The indexes of the columns that were read, ascending.</summary>
    public IReadOnlyList<int> Columns => [.. columns];

    /// <summary>Whether one of them is coarse.</summary>
    public bool IsCoarse => columns.Any(c => table.Columns[c].Privacy == Privacy.Coarse);

    /// <summary>Whether a path names a column or an item of a map.</summary>
    public bool Knows(Expr.Path path) => table.Find(path.Name, out _) >= 0;

    /// <summary>The column that a path names.</summary>
    /// <param name="path">The path.</param>
    /// <param name="others">Names that may stand there too, for spelling.</param>
    public Evaluable Bind(Expr.Path path, IEnumerable<string> others)
    {
        int index = table.Find(path.Name, out string? item);
        if (index < 0)
            return Unknown(path, others);
        Column column = table.Columns[index];
        if (column.Privacy == Privacy.Private)
        {
            return faults.Fail(path.At, $"column {column.Name} is private", "",
                "It never leaves its machine: leave it out");
        }

        columns.Add(index);
        if (item is not null)
            return new ItemRead(index, item);
        if (column.Type == ColumnType.Map)
        {
            return faults.Fail(path.At, $"{column.Name} holds many items", "an item",
                $"Write {column.Name}['name']");
        }

        return Read(index);
    }

    /// <summary>A column by its index.</summary>
    public ColumnRead Read(int index)
    {
        columns.Add(index);
        Column column = table.Columns[index];
        return new ColumnRead(index, column.Type, column.Unit)
        {
            Low = column.Low,
            High = column.High,
        };
    }

    private Evaluable Unknown(Expr.Path path, IEnumerable<string> others)
    {
        string? near = Spelling.Nearest(path.Name, [.. others, .. Visible()]);
        string shown = path.Name.Length <= 40 ? path.Name : path.Name[..40] + "...";
        return faults.Fail(path.At, $"table {table.Name} has no column {shown}", "",
            near is not null ? $"Did you mean {near}?"
                : path.Name == "now" || Functions.Find(path.Name) is not null
                ? $"Write {path.Name}() to call the function"
                : "The catalog lists the columns; texts stand in single quotes");
    }

    private IEnumerable<string> Visible() =>
        from column in table.Columns where column.Privacy != Privacy.Private select column.Name;
}
