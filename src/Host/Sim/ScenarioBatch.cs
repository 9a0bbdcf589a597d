using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>Runs a scenario from all its seeds, several side by side.</summary>
public static class ScenarioBatch
{
    /// <summary>Runs all seeds; the outcome does not depend on the threads.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="ran">Told the nodes alive after each cycle, by several threads.</param>
    /// <param name="stop">Gives up after the cycle that runs.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ScenarioOutcome Run(
        Scenario scenario, Action<int> ran, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(ran);
        int threads = Math.Min(scenario.Threads, Math.Min(scenario.Repeat, MaxThreads));
        ParallelQuery<SeedSeries> runs = Enumerable.Range(0, scenario.Repeat)
            .AsParallel().AsOrdered()
            .WithDegreeOfParallelism(threads)
            .WithCancellation(stop)
            .Select(index => SeedSeries.Run(scenario, scenario.Seed + (ulong)index, alive =>
            {
                stop.ThrowIfCancellationRequested();
                ran(alive);
            }));
        return new ScenarioOutcome(scenario, [.. runs]);
    }

    private const int MaxThreads = 512;
}
