namespace P2PCS.Simulation.Scenarios;

/// <summary>What one run of a scenario measured.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Rows">A row of columns for each measured cycle.</param>
/// <param name="InDegrees">Nodes alive at the end by their in-degree; empty where the scenario
/// does not observe it.</param>
public sealed record SeedSeries(
    ulong Seed, IReadOnlyList<double[]> Rows, IReadOnlyList<int> InDegrees)
{
    /// <summary>Runs a scenario from one seed to its end.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="ran">Told the nodes alive after each cycle; may throw to stop the run.</param>
    public static SeedSeries Run(Scenario scenario, ulong seed, Action<int> ran)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(ran);
        using var run = new ScenarioRun(scenario, seed);
        var rows = new List<double[]> { run.Measure() };
        while (run.Cycle < scenario.Cycles)
        {
            run.RunCycle();
            if (scenario.IsMeasuredAt(run.Cycle))
                rows.Add(run.Measure());
            ran(run.Alive);
        }

        bool isSeen = scenario.Observers.Contains(Observer.InDegree);
        return new SeedSeries(seed, rows, isSeen ? run.InDegreeHistogram() : []);
    }
}
