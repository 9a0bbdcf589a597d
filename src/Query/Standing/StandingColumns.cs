using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Query.Standing;

/// <summary>Which columns of a table the standing aggregates are of, and in which order they
/// stand on the wire.</summary>
public sealed class StandingColumns
{
    /// <summary>Most numeric columns: what the frame of histograms has room for.</summary>
    public const int NumbersMax = 17;

    /// <summary>Most columns whose values are counted. Our guess.</summary>
    public const int LabelsMax = 8;

    private static readonly string[] LabelNames =
        ["state", "site", "region", "agent.version", "os.family", "arch"];

    /// <summary>Those of the table of machines.</summary>
    public static StandingColumns OfPeers { get; } = new(Schema.Peers, LabelNames);

    private readonly int[] numbers;
    private readonly int[] labels;

    /// <summary>The numeric columns of a table that are marked as standing, and columns of text
    /// by their names.</summary>
    /// <param name="table">The table.</param>
    /// <param name="labelNames">Names of columns of text or versions; unknown ones are left out.
    /// </param>
    public StandingColumns(Table table, IEnumerable<string> labelNames)
    {
        Table = table;
        numbers =
        [
            .. Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Standing
                && table.Columns[i].Type is ColumnType.Int or ColumnType.Float),
        ];
        labels = [.. labelNames.Select(table.Find).Where(column => column >= 0)];
        Invariant.Holds(numbers.Length <= NumbersMax && labels.Length <= LabelsMax);
        foreach (Column column in numbers.Select(index => table.Columns[index]))
            Invariant.Holds(double.IsFinite(column.High - column.Low));
        Fingerprint = Print();
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>Indexes of the numeric columns.</summary>
    public ReadOnlySpan<int> Numbers => numbers;

    /// <summary>Indexes of the columns whose values are counted.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>Peers with the same number have the same columns with the same limits.</summary>
    public ushort Fingerprint { get; }

    /// <summary>A peer's number in a column, put from its limits to 0 to 1; null where it has
    /// none. Numbers beyond the limits are taken as the limit.</summary>
    internal double? UnitOf(Row row, int number)
    {
        Value value = row[numbers[number]];
        Column column = Table.Columns[numbers[number]];
        double share = (value.AsNumber - column.Low) / (column.High - column.Low);
        return value.IsNumber ? Math.Clamp(share, 0, 1) : null;
    }

    /// <summary>The number that <see cref="UnitOf"/> put to a unit.</summary>
    internal double NumberOf(double unit, int number)
    {
        Column column = Table.Columns[numbers[number]];
        return column.Low + (unit * (column.High - column.Low));
    }

    // FNV-1a over names and limits.
    private ushort Print()
    {
        uint hash = 2166136261;
        foreach (int index in numbers.Concat(labels))
        {
            Column column = Table.Columns[index];
            foreach (char letter in column.Name)
                hash = (hash ^ letter) * 16777619;
            hash = (hash ^ (uint)column.Low.GetHashCode()) * 16777619;
            hash = (hash ^ (uint)column.High.GetHashCode()) * 16777619;
        }

        return (ushort)(hash ^ (hash >> 16));
    }
}
