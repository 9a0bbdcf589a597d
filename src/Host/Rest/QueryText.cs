using System.Text;
using System.Text.Json;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary>Answers as lines of text, for other programs.</summary>
public static class QueryText
{
    /// <summary>Media type of <see cref="Csv"/>.</summary>
    public const string CsvType = "text/csv";

    /// <summary>Media type of <see cref="Lines"/>.</summary>
    public const string LinesType = "application/x-ndjson";

    /// <summary>Comma-separated values: a line of names, then a line for each row; NULL is empty.
    /// </summary>
    /// <remarks>Source: RFC 4180, with lines that end in CR LF.</remarks>
    public static string Csv(QueryBody answer)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', answer.Columns.Select(column => Quoted(column.Name))).Append("\r\n");
        foreach (IReadOnlyList<JsonElement> row in answer.Rows)
            text.AppendJoin(',', row.Select(cell => Quoted(Plain(cell)))).Append("\r\n");
        return text.ToString();
    }

    /// <summary>One JSON object for each row, in a line of its own.</summary>
    public static byte[] Lines(QueryBody answer)
    {
        using var bytes = new MemoryStream();
        foreach (IReadOnlyList<JsonElement> row in answer.Rows)
        {
            using (var json = new Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                for (int i = 0; i < row.Count; i++)
                {
                    json.WritePropertyName(answer.Columns[i].Name);
                    row[i].WriteTo(json);
                }

                json.WriteEndObject();
            }

            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }

    /// <summary>A cell as people read it; empty for NULL.</summary>
    public static string Plain(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => cell.GetString()!,
        _ => cell.GetRawText(),
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
