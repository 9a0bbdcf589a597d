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
    /// <param name="threads">Threads of the engine, from 1.</param>
    /// <param name="runCycle">Runs one cycle, so that a shell can time it; may throw to stop.
    /// </param>
    public static SeedSeries Run(
        Scenario scenario, ulong seed, int threads, Action<ScenarioRun> runCycle)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(runCycle);
        using var run = new ScenarioRun(scenario, seed, threads);
        var rows = new List<double[]> { run.Measure() };
        while (run.Cycle < scenario.Cycles)
        {
            runCycle(run);
            if (scenario.IsMeasuredAt(run.Cycle))
                rows.Add(run.Measure());
        }

        bool isSeen = scenario.Observers.Contains(Observers.InDegree);
        return new SeedSeries(seed, rows, isSeen ? run.InDegreeHistogram() : []);
    }
}
