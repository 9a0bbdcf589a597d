using P2PCS.Host.Rest.Bodies;
using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Host.Rest;

/// <summary><c>/v1/catalog</c>: what may be asked.</summary>
internal static class CatalogEndpoints
{
    public static void Map(RouteGroupBuilder v1) => v1
        .MapGet("/catalog", () => Results.Json(
            Tables(), RestJson.Default.CatalogTableBodyArray))
        .Produces<CatalogTableBody[]>()
        .WithSummary("The tables and columns that queries may ask for.");

    /// <summary>A type as it is written in JSON.</summary>
    public static string Word(ColumnType type) => Picture.Word(type);

    /// <summary>A unit as it is written in JSON; null for none.</summary>
    public static string? Word(Unit unit) => unit switch
    {
        Unit.None => null,
        Unit.BitsPerSecond => "bitsPerSecond",
        _ => Picture.Word(unit),
    };

    private static CatalogTableBody[] Tables() => [.. Schema.All.Select(table =>
        new CatalogTableBody(table.Name, table.Doc, [.. table.Columns.Select(ColumnOf)]))];

    private static CatalogColumnBody ColumnOf(Column column) => new(
        column.Name,
        Word(column.Type),
        Picture.Word(column.Privacy),
        column.Standing,
        column.Doc)
    {
        Unit = Word(column.Unit),
        Low = Known(column.Low),
        High = Known(column.High),
    };

    private static double? Known(double bound) => double.IsFinite(bound) ? bound : null;
}
