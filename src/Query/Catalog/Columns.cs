using P2PCS.Query.Values;

namespace P2PCS.Query.Catalog;

/// <summary>Short forms to write a table's columns with.</summary>
internal static class Columns
{
    // The limits of numbers. Our guess: far above any machine of today, low enough that one liar
    // among thousands moves a mean by little.
    private const double MostBytes = 1L << 50;
    private const double MostSeconds = 10L * 366 * 86_400;

    public static Column Text(string name, string doc) =>
        new(name, ColumnType.Text, Unit.None, Privacy.Public, doc);

    public static Column Flag(string name, string doc) =>
        new(name, ColumnType.Bool, Unit.None, Privacy.Public, doc);

    public static Column Time(string name, string doc) =>
        new(name, ColumnType.Time, Unit.None, Privacy.Public, doc);

    public static Column Version(string name, string doc) =>
        new(name, ColumnType.Version, Unit.None, Privacy.Public, doc);

    public static Column Map(string name, string doc) =>
        new(name, ColumnType.Map, Unit.None, Privacy.Public, doc);

    public static Column Whole(string name, double high, string doc) =>
        new(name, ColumnType.Int, Unit.None, Privacy.Public, doc) { Low = 0, High = high };

    public static Column Number(string name, double high, string doc) =>
        new(name, ColumnType.Float, Unit.None, Privacy.Public, doc) { Low = 0, High = high };

    public static Column Bytes(string name, string doc) =>
        new(name, ColumnType.Int, Unit.Bytes, Privacy.Public, doc) { Low = 0, High = MostBytes };

    public static Column Seconds(string name, string doc) =>
        new(name, ColumnType.Float, Unit.Seconds, Privacy.Public, doc)
        {
            Low = 0,
            High = MostSeconds,
        };

    public static Column Share(string name, string doc) =>
        new(name, ColumnType.Float, Unit.Ratio, Privacy.Public, doc) { Low = 0, High = 1 };
}
