using System.Diagnostics;
using P2PCS.Simulation.Cycles;
using P2PCS.Simulation.Scenarios;

namespace P2PCS.Host.Sim;

/// <summary>Runs a scenario from all its seeds, several side by side; threads
/// that are left over share the cycles of a seed.</summary>
public static class ScenarioBatch
{
    private const int MaxSeedsAtOnce = 512;

    /// <summary>Runs all seeds; the outcome does not depend on the threads.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="ran">Told the nodes alive and how long a cycle took, by several threads.
    /// </param>
    /// <param name="stop">Gives up after the cycle that runs.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ScenarioOutcome Run(
        Scenario scenario, Action<int, TimeSpan> ran, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(ran);
        int seeds = Math.Min(scenario.Threads, Math.Min(scenario.Repeat, MaxSeedsAtOnce));
        int threads = Math.Min(scenario.Threads / seeds, CycleOptions.MaxThreads);
        ParallelQuery<SeedSeries> runs = Enumerable.Range(0, scenario.Repeat)
            .AsParallel().AsOrdered()
            .WithDegreeOfParallelism(seeds)
            .WithCancellation(stop)
            .Select(index => SeedSeries.Run(scenario, scenario.Seed + (ulong)index, threads, run =>
            {
                stop.ThrowIfCancellationRequested();
                long began = Stopwatch.GetTimestamp();
                run.RunCycle();
                ran(run.Alive, Stopwatch.GetElapsedTime(began));
            }));
        return new ScenarioOutcome(scenario, [.. runs]);
    }
}
