using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>A row as others may see it: its coarse values are NULL.</summary>
/// <param name="row">The row.</param>
/// <param name="table">Its table.</param>
internal sealed class CoarseMask(Row row, Table table) : Row
{
    public override Value this[int column] =>
        table.Columns[column].Privacy == Privacy.Public ? row[column] : Value.Null;
}
