using System.Text;
using System.Text.Json;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Tests.Queries;

public sealed class QueryTextTests
{
    [Fact]
    public void Csv_quotes_what_has_commas_quotes_or_line_ends_and_leaves_null_empty()
    {
        QueryBody answer = Answer(
            ["plain", "with, comma"],
            """["a", "b,c"]""", """["say \"x\"", null]""", """["two\nlines", 1.5]""");
        Assert.Equal(
            "plain,\"with, comma\"\r\na,\"b,c\"\r\n\"say \"\"x\"\"\",\r\n\"two\nlines\",1.5\r\n",
            QueryText.Csv(answer));
    }

    [Fact]
    public void Lines_are_one_object_each()
    {
        QueryBody answer = Answer(["site", "n"], """["it",3]""", """[null,true]""");
        Assert.Equal(
            "{\"site\":\"it\",\"n\":3}\n{\"site\":null,\"n\":true}\n",
            Encoding.UTF8.GetString(QueryText.Lines(answer)));
    }

    [Fact]
    public void Lists_are_cells_of_json()
    {
        QueryBody answer = Answer(["topk"], """[[{"value":"a","count":2}]]""");
        Assert.Equal(
            "topk\r\n\"[{\"\"value\"\":\"\"a\"\",\"\"count\"\":2}]\"\r\n", QueryText.Csv(answer));
    }

    /// <summary>An answer with columns of text and rows of JSON arrays.</summary>
    internal static QueryBody Answer(string[] columns, params string[] rows) => new(
        [.. columns.Select(name => new QueryColumnBody(name, "text", null))],
        [.. rows.Select(Cells)],
        new CoverageBody(rows.Length, rows.Length, 1),
        false,
        null,
        new AsOfBody(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
        "local",
        new QueryCostBody(0, 0, 1),
        [],
        false);

    private static IReadOnlyList<JsonElement> Cells(string row)
    {
        using JsonDocument json = JsonDocument.Parse(row);
        return [.. json.RootElement.EnumerateArray().Select(cell => cell.Clone())];
    }
}
