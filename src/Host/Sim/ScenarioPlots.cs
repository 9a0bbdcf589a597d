using System.Globalization;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>Chooses the plots that show an outcome.</summary>
internal sealed class ScenarioPlots(ScenarioOutcome outcome)
{
    private static readonly (string Title, string Note, string[] Columns)[] Wanted =
    [
        ("Convergence", "variance of the estimates; a straight line falls by the same factor in "
            + "every cycle", ["variance"]),
        ("Factor per cycle", "mean factor of the variance since the start", ["variance.factor"]),
        ("Estimates", "mean, smallest and largest estimate",
            ["estimate.mean", "estimate.least", "estimate.most"]),
        ("Size computed by nodes", "mean over the nodes, relative to the true size",
            ["count.ratio"]),
        ("Error of the size", "the worst node, relative to the true size", ["count.error"]),
        ("Spread of the in-degree", "standard deviation; small means that no node is known "
            + "much better than others", ["in-degree.sd"]),
        ("In-degree", "how many views a node is in",
            ["in-degree.mean", "in-degree.least", "in-degree.most"]),
        ("Clustering", "how often two neighbours of a node are neighbours", ["clustering"]),
        ("Largest component", "fraction of the nodes alive that it connects",
            ["largest-component"]),
        ("Dead links", "fraction of the entries that name nodes not alive", ["dead-links"]),
        ("Nodes alive", "", ["nodes"]),
    ];

    public IEnumerable<Plot> All()
    {
        foreach ((string title, string note, string[] columns) in Wanted)
        {
            if (outcome.IndexOf(columns[0]) >= 0 && outcome.Cycles.Count > 1)
                yield return Of(title, note, columns);
        }

        if (outcome.Series.Any(one => one.InDegrees.Count > 0))
            yield return Histogram();
    }

    private Plot Of(string title, string note, string[] columns)
    {
        PlotLine[] lines = [.. columns.Select(Line)];
        return new Plot(
            title, note, outcome.Columns[outcome.IndexOf(columns[0])].IsLogarithmic, lines)
        {
            Marks = Marks(),
            Reaches = columns[0] == "largest-component" ? 1 : double.NaN,
            Checks =
            [
                .. outcome.Checks.Where(one => columns.Contains(one.Expectation.Column)),
            ],
        };
    }

    private PlotLine Line(string column)
    {
        int index = outcome.IndexOf(column);
        return new PlotLine(
            outcome.Columns[index].Title,
            [.. outcome.Cycles.Select((cycle, row) => ((double)cycle, outcome.At(row, index)))]);
    }

    private Plot Histogram()
    {
        int most = outcome.Series.Max(one => one.InDegrees.Count);
        double[] bars = new double[most];
        foreach (SeedSeries series in outcome.Series)
        {
            for (int degree = 0; degree < series.InDegrees.Count; degree++)
                bars[degree] += (double)series.InDegrees[degree] / outcome.Series.Count;
        }

        return new Plot(
            "In-degrees at the end",
            string.Create(CultureInfo.InvariantCulture,
                $"nodes by the number of views they are in, after {outcome.Cycles[^1]} cycles"),
            false, [])
        {
            Bars = bars,
            AxisTitle = "in-degree",
        };
    }

    private List<PlotMark> Marks()
    {
        ScenarioFaults faults = outcome.Scenario.Faults;
        var marks = new List<PlotMark>();
        int cycles = outcome.Scenario.Cycles;
        foreach (CrashFault crash in faults.Crashes.Where(one => one.At < cycles))
            marks.Add(new PlotMark(crash.At, crash.At, $"{Percent(crash.Fraction)} crash"));
        if (faults.Partition is { } cut && cut.From < cycles)
            marks.Add(new PlotMark(cut.From, Math.Min(cut.To, cycles), "partition"));
        return marks;
    }

    private static string Percent(double fraction) =>
        (100 * fraction).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
