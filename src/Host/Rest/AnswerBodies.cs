using System.Buffers;
using System.Text.Json;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Query.Execution;
using P2PCS.Query.Language;
using P2PCS.Query.Values;

namespace P2PCS.Host.Rest;

/// <summary>Answers of the node as bodies of REST.</summary>
internal static class AnswerBodies
{
    /// <summary>An answer.</summary>
    /// <param name="answer">Of the node.</param>
    /// <param name="asked">What stood after WITH, or beside the text.</param>
    /// <param name="took">From the question to the answer, at the facade.</param>
    public static QueryBody Of(QueryAnswer answer, QueryOptions asked, TimeSpan took) => new(
        [.. answer.Columns.Select(column => new QueryColumnBody(
            column.Name, CatalogEndpoints.Word(column.Type), CatalogEndpoints.Word(column.Unit)))],
        Cells(answer.Rows),
        new CoverageBody(
            answer.Coverage.Answered,
            (long)Math.Round(Math.Max(answer.Coverage.Estimated, answer.Coverage.Answered)),
            Math.Round(answer.Coverage.Fraction, 6)),
        answer.Approximate,
        answer.Error is { } error ? Math.Round(error, 6) : null,
        new AsOfBody(HostClock.ToUtc(answer.Oldest), HostClock.ToUtc(answer.Newest)),
        answer.Plan,
        new QueryCostBody(
            answer.Cost.Messages,
            answer.Cost.Bytes,
            Math.Round(took.TotalMilliseconds, 3)),
        answer.Errors,
        answer.Truncated)
    {
        Partial = !asked.MinCoverage.IsNull
            && answer.Coverage.Fraction < asked.MinCoverage.AsNumber,
    };

    // All cells are written as one document, of which each is then a part.
    private static IReadOnlyList<IReadOnlyList<JsonElement>> Cells(
        IReadOnlyList<IReadOnlyList<AnswerCell>> rows)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (IReadOnlyList<AnswerCell> row in rows)
            {
                json.WriteStartArray();
                foreach (AnswerCell cell in row)
                    Write(json, cell);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        JsonElement all = JsonElement.Parse(bytes.WrittenSpan);
        return [.. all.EnumerateArray().Select(row =>
            (IReadOnlyList<JsonElement>)[.. row.EnumerateArray()])];
    }

    private static void Write(Utf8JsonWriter json, in AnswerCell cell)
    {
        if (cell.Items is null)
        {
            Write(json, cell.Value);
            return;
        }

        json.WriteStartArray();
        foreach (IReadOnlyList<Value> item in cell.Items)
        {
            json.WriteStartArray();
            foreach (Value value in item)
                Write(json, value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                json.WriteNullValue();
                break;
            case ValueKind.Bool:
                json.WriteBooleanValue(value.AsBool);
                break;
            case ValueKind.Int:
                json.WriteNumberValue(value.AsInt);
                break;
            case ValueKind.Float:
                json.WriteNumberValue(value.AsNumber);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
