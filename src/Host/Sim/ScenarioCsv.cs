using System.Globalization;
using System.Text;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>All measures as comma-separated values: a line for each seed and measured cycle.
/// </summary>
public static class ScenarioCsv
{
    /// <summary>Writes the table; the same outcome gives the same bytes.</summary>
    public static string Write(ScenarioOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var text = new StringBuilder();
        text.Append("seed,cycle");
        foreach (ObserverColumn column in outcome.Columns)
            text.Append(',').Append(column.Name);
        text.Append('\n');
        foreach (SeedSeries series in outcome.Series)
        {
            for (int row = 0; row < outcome.Cycles.Count; row++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{series.Seed},{outcome.Cycles[row]}");
                foreach (double value in series.Rows[row])
                    text.Append(',').Append(Figures.Exact(value));
                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
