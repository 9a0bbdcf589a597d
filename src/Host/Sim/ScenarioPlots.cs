using System.Globalization;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>Chooses the plots that show an outcome.</summary>
internal sealed class ScenarioPlots(ScenarioOutcome outcome)
{
    public IEnumerable<Plot> All()
    {
        foreach (IGrouping<ObserverPanel?, ObserverColumn> group in
            outcome.Columns.GroupBy(column => column.Panel))
        {
            if (group.Key is { } panel && outcome.Cycles.Count > 1)
                yield return Of(panel, [.. group]);
        }

        if (outcome.Series.Any(one => one.InDegrees.Count > 0))
            yield return Histogram();
    }

    private Plot Of(ObserverPanel panel, ObserverColumn[] columns) =>
        new(panel.Title, panel.Note, panel.IsLogarithmic, [.. columns.Select(Line)])
        {
            Marks = Marks(),
            Reaches = panel.Reaches,
            Checks =
            [
                .. outcome.Checks.Where(one =>
                    columns.Any(column => column.Name == one.Expectation.Column)),
            ],
        };

    private PlotLine Line(ObserverColumn column)
    {
        int index = outcome.IndexOf(column.Name);
        return new PlotLine(
            column.Title,
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
