using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Values;
using P2PCS.Slicing.Slices;

namespace P2PCS.Node;

/// <summary>Which columns of the table of machines slices are made of.</summary>
public static class SliceColumns
{
    private static readonly int[] Columns = [.. Names().Select(Schema.Peers.Find)];

    /// <summary>The attributes, in the order of the wire: those in whose order a customer may want
    /// machines.</summary>
    public static SliceAttributes Attributes { get; } = new(Names());

    /// <summary>What a row has in the column of an attribute; NaN for nothing. Numbers beyond the
    /// column's limits are taken as the limit.</summary>
    /// <param name="row">A machine's row.</param>
    /// <param name="attribute">Place of the attribute.</param>
    public static double NumberOf(Row row, int attribute)
    {
        Column column = Schema.Peers.Columns[Columns[attribute]];
        Invariant.Holds(column.Standing);
        Value value = row[Columns[attribute]];
        return value.IsNumber
            ? Math.Clamp(value.AsNumber, column.Low, column.High)
            : double.NaN;
    }

    private static string[] Names() =>
        ["availability", "cpu.cores", "cpu.free", "mem.free", "disk.free"];
}
