namespace P2PCS.Simulation.Scenarios;

/// <summary>What all runs of a scenario measured, and how that compares to what it expects.
/// </summary>
public sealed class ScenarioOutcome
{
    /// <summary>Puts the runs of a scenario together.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="series">One for each seed, in their order.</param>
    public ScenarioOutcome(Scenario scenario, IReadOnlyList<SeedSeries> series)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Scenario = scenario;
        Series = series;
        Columns = Observers.Columns(scenario.Observers);
        Cycles =
        [
            .. Enumerable.Range(0, scenario.Cycles + 1)
                .Where(cycle => cycle == 0 || scenario.IsMeasuredAt(cycle)),
        ];
        Checks = [.. scenario.Expectations.Select(Check)];
    }

    /// <summary>What was run.</summary>
    public Scenario Scenario { get; }

    /// <summary>The runs in the order of their seeds.</summary>
    public IReadOnlyList<SeedSeries> Series { get; }

    /// <summary>What was measured.</summary>
    public IReadOnlyList<ObserverColumn> Columns { get; }

    /// <summary>The measured cycles: the rows of every run.</summary>
    public IReadOnlyList<int> Cycles { get; }

    /// <summary>Every expectation beside what was measured.</summary>
    public IReadOnlyList<ExpectationCheck> Checks { get; }

    /// <summary>Whether every expectation that was reached holds.</summary>
    public bool Passed => Checks.All(check => check.Passes);

    /// <summary>A column over all seeds.</summary>
    /// <param name="row">Index into <see cref="Cycles"/>.</param>
    /// <param name="column">Index into <see cref="Columns"/>.</param>
    public Band At(int row, int column)
    {
        double[] values = [.. Series.Select(one => one.Rows[row][column])];
        return new Band(values.Average(), values.Min(), values.Max());
    }

    /// <summary>The index of a column; -1 where it is not measured.</summary>
    public int IndexOf(string column)
    {
        for (int index = 0; index < Columns.Count; index++)
        {
            if (Columns[index].Name == column)
                return index;
        }

        return -1;
    }

    private ExpectationCheck Check(Expectation expected)
    {
        int row = Cycles.ToList().IndexOf(expected.At);
        return row < 0
            ? new ExpectationCheck(
                expected, new Band(double.NaN, double.NaN, double.NaN), false)
            : new ExpectationCheck(expected, At(row, IndexOf(expected.Column)), true);
    }
}
