using P2PCS.Query.Values;

namespace P2PCS.Query.Catalog;

/// <summary>A table that is spread over the peers, each holding its own rows.</summary>
/// <param name="Name">Its name after FROM.</param>
/// <param name="Columns">Its columns; a row is read by their indexes.</param>
/// <param name="Doc">One sentence for people: whose rows are where.</param>
public sealed record Table(string Name, IReadOnlyList<Column> Columns, string Doc)
{
    private readonly Dictionary<string, int> indexes = Index(Columns);

    /// <summary>The index of a column by its name in any case; -1 where there is none.</summary>
    public int Find(string path) => indexes.GetValueOrDefault(path, -1);

    /// <summary>A column, or an item of a map such as label.gpu.</summary>
    /// <param name="path">A name, with the item's name after a dot.</param>
    /// <param name="item">The item's name; null for a plain column.</param>
    /// <returns>The column's index; -1 where there is none.</returns>
    public int Find(string path, out string? item)
    {
        item = null;
        int column = Find(path);
        for (int dot = path.IndexOf('.'); column < 0 && dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            int map = Find(path[..dot]);
            if (map >= 0 && Columns[map].Type == ColumnType.Map)
            {
                item = path[(dot + 1)..];
                return map;
            }
        }

        return column;
    }

    private static Dictionary<string, int> Index(IReadOnlyList<Column> columns)
    {
        var indexes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int column = 0; column < columns.Count; column++)
            indexes.Add(columns[column].Name, column);
        return indexes;
    }
}
