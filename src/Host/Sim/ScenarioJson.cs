using System.Text.Json;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>An outcome as JSON; what is no number is null.</summary>
public static class ScenarioJson
{
    /// <summary>Writes the outcome; the same one gives the same bytes.</summary>
    public static string Write(ScenarioOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return JsonText.Write(json =>
        {
            Scenario scenario = outcome.Scenario;
            json.WriteStartObject();
            json.WriteString("name", scenario.Name);
            json.WriteNumber("size", scenario.Size);
            json.WriteNumber("cycles", scenario.Cycles);
            json.WriteBoolean("passed", outcome.Passed);
            WriteChecks(json, outcome);
            json.WriteStartArray("runs");
            foreach (SeedSeries series in outcome.Series)
                WriteSeries(json, outcome, series);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteChecks(Utf8JsonWriter json, ScenarioOutcome outcome)
    {
        json.WriteStartArray("expectations");
        foreach (ExpectationCheck check in outcome.Checks)
        {
            json.WriteStartObject();
            json.WriteNumber("at", check.Expectation.At);
            json.WriteString("observer", check.Expectation.Column);
            JsonText.WriteNumber(json, "atLeast", check.Expectation.Least);
            JsonText.WriteNumber(json, "atMost", check.Expectation.Most);
            JsonText.WriteNumber(json, "measured", check.Measured.Mean);
            json.WriteString("result", Figures.Verdict(check));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSeries(
        Utf8JsonWriter json, ScenarioOutcome outcome, SeedSeries series)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", series.Seed);
        json.WriteStartArray("rows");
        for (int row = 0; row < outcome.Cycles.Count; row++)
        {
            json.WriteStartObject();
            json.WriteNumber("cycle", outcome.Cycles[row]);
            for (int column = 0; column < outcome.Columns.Count; column++)
            {
                JsonText.WriteNumber(
                    json, outcome.Columns[column].Name, series.Rows[row][column]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("inDegrees");
        foreach (int nodes in series.InDegrees)
            json.WriteNumberValue(nodes);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
