using System.Globalization;
using System.Text.Json;
using P2PCS.Host.Rest;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Units;

namespace P2PCS.Host.Cli;

/// <summary>Answers of queries as tables, and what is to be said of them.</summary>
internal static class QueryTables
{
    private const int IdLength = 64;

    public static TextTable Of(QueryBody answer)
    {
        var table = new TextTable([.. answer.Columns.Select(column => column.Name)]);
        foreach (IReadOnlyList<JsonElement> row in answer.Rows)
            table.Row([.. row.Select((cell, i) => Cell(cell, answer.Columns[i]))]);
        return table;
    }

    /// <summary>One line on who was heard and what it cost.</summary>
    public static string Summary(QueryBody answer)
    {
        string guess = answer.Approximate
            ? answer.Error is { } error ? $", estimated within {Percent(error)}" : ", estimated"
            : "";
        string more = answer.Truncated ? ", there are more rows" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Rows(answer.Rows.Count)}; {answer.Coverage.Answered} of "
            + $"{answer.Coverage.Estimated} peers{guess}{more}; {answer.Plan}, "
            + $"{answer.Cost.Messages} messages, {answer.Cost.Ms:0} ms");
    }

    /// <summary>A value as people read it, by what it counts.</summary>
    public static string Cell(JsonElement cell, QueryColumnBody column)
    {
        if (cell.ValueKind == JsonValueKind.String && column.Name == "peer_id"
            && cell.GetString() is { Length: IdLength } id)
        {
            return Show.Peer(id);
        }

        if (cell.ValueKind != JsonValueKind.Number)
            return QueryText.Plain(cell);
        double number = cell.GetDouble();
        return column.Unit switch
        {
            "bytes" => Size(number),
            "ratio" => Percent(number),
            "seconds" => Time(number),
            "bitsPerSecond" => $"{Show.Number(number / 1e6)}Mbit",
            _ => Show.Number(number),
        };
    }

    private static string Size(double bytes) =>
        bytes < 0 ? "-" + Size(-bytes)
        : bytes < long.MaxValue ? ByteSize.Format((long)bytes)
        : Show.Number(bytes);

    private static string Percent(double share) =>
        (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Time(double seconds) => Math.Abs(seconds) switch
    {
        < 1 => Show.Number(seconds * 1000) + "ms",
        < 120 => Show.Number(Math.Round(seconds, 1)) + "s",
        < 7200 => Show.Number(Math.Round(seconds / 60, 1)) + "m",
        < 48 * 3600 => Show.Number(Math.Round(seconds / 3600, 1)) + "h",
        _ => Show.Number(Math.Round(seconds / 86_400, 1)) + "d",
    };

    private static string Rows(int count) => count == 1 ? "1 row" : $"{count} rows";
}
