using P2PCS.Host.Cli;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Host.Sim;

/// <summary>Replayed figures beside those of the papers.</summary>
internal static class PaperTables
{
    public static TextTable Table(
        IReadOnlyList<PaperRow> rows, IReadOnlyList<PaperResult> results)
    {
        var table = new TextTable(
            "ID", "EXPECTED", "MEASURED", "TOLERANCE", "", "CLAIM", "PAPER");
        foreach ((PaperRow row, PaperResult result) in rows.Zip(results))
        {
            table.Row(
                row.Number,
                Figures.Short(result.Expected),
                Figures.Short(result.Measured),
                Figures.Short(result.Tolerance),
                Verdict(result),
                row.Claim,
                row.Paper);
        }

        return table;
    }

    public static string Json(
        IReadOnlyList<PaperRow> rows, IReadOnlyList<PaperResult> results) =>
        JsonText.Write(json =>
        {
            json.WriteStartArray();
            foreach ((PaperRow row, PaperResult result) in rows.Zip(results))
            {
                json.WriteStartObject();
                json.WriteString("id", row.Number);
                json.WriteString("paper", row.Paper);
                json.WriteString("claim", row.Claim);
                JsonText.WriteNumber(json, "expected", result.Expected);
                JsonText.WriteNumber(json, "measured", result.Measured);
                JsonText.WriteNumber(json, "tolerance", result.Tolerance);
                json.WriteString("result", Verdict(result));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static string Verdict(PaperResult result) => result.IsPass ? "pass" : "MISS";
}
