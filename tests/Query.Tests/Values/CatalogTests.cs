using P2PCS.Query.Catalog;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Query.Tests.Values;

public sealed class CatalogTests
{
    public static TheoryData<string> Tables => [.. Schema.All.Select(table => table.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_says_all_of_its_columns(string name)
    {
        Table table = Schema.Find(name.ToUpperInvariant())!;
        Assert.EndsWith(".", table.Doc);
        Assert.InRange(table.Columns.Count, 1, 255);
        foreach (Column column in table.Columns)
        {
            Assert.EndsWith(".", column.Doc);
            Assert.Same(column, table.Columns[table.Find(column.Name.ToUpperInvariant())]);
            bool isNumber = column.Type is ColumnType.Int or ColumnType.Float;
            Assert.True(isNumber
                ? double.IsFinite(column.Low) && double.IsFinite(column.High)
                    && column.Low < column.High
                : column.Unit == Unit.None && !column.Standing, column.Name);
            Assert.True(QueryParser.TryParse($"SELECT {column.Name} FROM {name}", out _,
                out QueryError? error), error?.ToString());
        }
    }

    [Fact]
    public void A_path_finds_a_column_or_an_item_of_a_map()
    {
        int label = Schema.Peers.Find("label");
        Assert.Equal(label, Schema.Peers.Find("label.gpu.count", out string? item));
        Assert.Equal("gpu.count", item);
        Assert.Equal(Schema.Peers.Find("mem.free"), Schema.Peers.Find("MEM.FREE", out item));
        Assert.Null(item);
        Assert.Equal(-1, Schema.Peers.Find("mem.none", out _));
        Assert.Equal(-1, Schema.Peers.Find("", out _));
        Assert.Null(Schema.Find("usage"));
    }

    [Fact]
    public void A_star_shows_every_column_that_may_leave_the_machine()
    {
        Assert.True(Binder.TryBind("SELECT * FROM peers", out BoundQuery? bound, out _));
        Assert.True(bound.IsRowQuery);
        Assert.Equal(
            Schema.Peers.Columns.Where(c => c.Privacy != Privacy.Private
                && c.Type != ColumnType.Map).Select(c => c.Name),
            bound.Outputs.Select(o => o.Name));
    }
}
