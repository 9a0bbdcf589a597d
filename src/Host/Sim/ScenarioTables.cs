using System.Globalization;
using P2PCS.Host.Cli;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>Tables of scenarios and of what they measured.</summary>
internal static class ScenarioTables
{
    public static TextTable List(IEnumerable<Scenario> scenarios)
    {
        var table = new TextTable("NAME", "SIZE", "CYCLES", "DESCRIPTION");
        foreach (Scenario one in scenarios)
        {
            table.Row(one.Name, Figures.Whole(one.Size),
                one.Cycles.ToString(CultureInfo.InvariantCulture), one.Description);
        }

        return table;
    }

    public static TextTable Measures(ScenarioOutcome outcome)
    {
        var table = new TextTable(
            ["cycle", .. outcome.Columns.Select(column => column.Name)]);
        foreach (int row in Figures.Thinned(outcome))
        {
            table.Row(
            [
                outcome.Cycles[row].ToString(CultureInfo.InvariantCulture),
                .. outcome.Columns.Select((_, column) =>
                    Figures.Short(outcome.At(row, column).Mean)),
            ]);
        }

        return table;
    }

    public static TextTable Checks(ScenarioOutcome outcome)
    {
        var table = new TextTable("at", "observer", "expected", "measured", "", "source");
        foreach (ExpectationCheck check in outcome.Checks)
        {
            table.Row(
                check.Expectation.At.ToString(CultureInfo.InvariantCulture),
                check.Expectation.Column,
                Figures.Range(check.Expectation),
                Figures.Of(check.Measured),
                Figures.Verdict(check),
                check.Expectation.Source);
        }

        return table;
    }
}
