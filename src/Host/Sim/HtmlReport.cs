using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>
/// An outcome as one HTML file that needs nothing else: no times, no durations, no machine, so
/// that the same scenario and seed give the same bytes everywhere.
/// </summary>
/// <param name="outcome">What was measured.</param>
/// <param name="text">The scenario's file.</param>
/// <param name="version">The program's version.</param>
public sealed class HtmlReport(ScenarioOutcome outcome, string text, string version)
{
    private readonly XmlText page = new();

    /// <summary>Writes the whole file, well-formed XML too.</summary>
    public string Write()
    {
        Scenario scenario = outcome.Scenario;
        page.Raw($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n");
        page.Raw($"<meta name=\"viewport\" content=\"width=device-width\"/>\n");
        page.Raw($"<title>{scenario.Name}</title>\n<style>{ReportStyle.Sheet}</style>\n");
        page.Raw($"</head><body><main>\n<header><h1>{scenario.Name}</h1>");
        if (outcome.Checks.Count > 0)
            WriteVerdict();
        page.Raw($"</header>\n<p class=\"lead\">{scenario.Description}</p>\n");
        WriteFacts();
        WriteChecks();
        page.Raw($"<section class=\"plots\">\n");
        foreach (Plot plot in new ScenarioPlots(outcome).All())
            WritePlot(plot);
        page.Raw($"</section>\n");
        WriteMeasures();
        page.Raw($"<details><summary>Scenario file</summary><pre>{text}</pre></details>\n");
        return page.Raw($"</main></body></html>\n").ToString();
    }

    private void WriteVerdict()
    {
        int passed = outcome.Checks.Count(one => one.IsReached && one.Passes);
        string look = outcome.Passed ? "pass" : "miss";
        page.Raw($"<span class=\"badge {look}\">{passed} of {outcome.Checks.Count} ");
        page.Raw($"expectations hold</span>");
    }

    private void WriteFacts()
    {
        Scenario scenario = outcome.Scenario;
        ulong last = outcome.Series[^1].Seed;
        string seeds = scenario.Repeat == 1 ? $"{scenario.Seed}" : $"{scenario.Seed} to {last}";
        page.Raw($"<dl>");
        WriteFact("nodes", Figures.Whole(scenario.Size));
        WriteFact("cycles", Figures.Whole(scenario.Cycles));
        WriteFact(scenario.Repeat == 1 ? "seed" : "seeds", seeds);
        WriteFact("view", $"{scenario.Protocol.View}, shuffle {scenario.Protocol.Shuffle}");
        if (scenario.Faults.Loss > 0)
            WriteFact("message loss", $"{Figures.Short(100 * scenario.Faults.Loss)} %");
        if (scenario.Faults.Churn > 0)
            WriteFact("churn per cycle", $"{Figures.Short(100 * scenario.Faults.Churn)} %");
        WriteFact("p2pcs", version);
        page.Raw($"</dl>\n");
    }

    private void WriteFact(string name, string value) =>
        page.Raw($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private void WriteChecks()
    {
        if (outcome.Checks.Count == 0)
            return;
        page.Raw($"<div class=\"scroll\"><table class=\"checks\"><thead><tr><th>cycle</th>");
        page.Raw($"<th class=\"left\">measure</th><th>expected</th><th>measured</th><th></th>");
        page.Raw($"<th class=\"left\">source</th></tr></thead><tbody>\n");
        foreach (ExpectationCheck check in outcome.Checks)
        {
            string look = !check.IsReached ? "" : check.Passes ? "pass" : "miss";
            page.Raw($"<tr><td>{check.Expectation.At}</td>");
            page.Raw($"<td class=\"left\">{check.Expectation.Column}</td>");
            page.Raw($"<td>{Figures.Range(check.Expectation)}</td>");
            page.Raw($"<td>{Figures.Of(check.Measured)}</td>");
            page.Raw($"<td><span class=\"badge {look}\">{Figures.Verdict(check)}</span></td>");
            page.Raw($"<td class=\"left quiet\">{check.Expectation.Source}</td></tr>\n");
        }

        page.Raw($"</tbody></table></div>\n");
    }

    private void WritePlot(Plot plot)
    {
        page.Raw($"<figure><figcaption><b>{plot.Title}</b><span>{plot.Note}</span>");
        page.Raw($"</figcaption>\n{SvgPlot.Draw(plot)}</figure>\n");
    }

    private void WriteMeasures()
    {
        page.Raw($"<details><summary>Measures by cycle</summary><div class=\"scroll\">");
        page.Raw($"<table><thead><tr><th>cycle</th>");
        foreach (ObserverColumn column in outcome.Columns)
            page.Raw($"<th title=\"{column.Title}\">{column.Name}</th>");
        page.Raw($"</tr></thead><tbody>\n");
        foreach (int row in Figures.Thinned(outcome))
        {
            page.Raw($"<tr><td>{outcome.Cycles[row]}</td>");
            for (int column = 0; column < outcome.Columns.Count; column++)
                page.Raw($"<td>{Figures.Short(outcome.At(row, column).Mean)}</td>");
            page.Raw($"</tr>\n");
        }

        page.Raw($"</tbody></table></div></details>\n");
    }
}
