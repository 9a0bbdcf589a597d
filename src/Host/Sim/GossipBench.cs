using System.Diagnostics;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Host.Sim;

/// <summary>Times Cyclon (view 20, shuffle 8) with averaging on every path of this machine.
/// </summary>
public static class GossipBench
{
    private const int WarmUpCycles = 2;
    private const int LeastCycles = 3;
    private const int MostCycles = 200;
    private static readonly TimeSpan PerCase = TimeSpan.FromSeconds(0.7);

    /// <summary>Times one path at one size; at least 0.7 s, and at least three cycles. With
    /// several threads one thread runs the same cycles in turn, on a table of its own.</summary>
    /// <param name="path">A path that this machine has.</param>
    /// <param name="nodes">Nodes.</param>
    /// <param name="threads">Threads that run a cycle.</param>
    /// <param name="stop">Gives up after the cycle that runs.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static GossipBenchRow Measure(
        CodePath path, int nodes, int threads, CancellationToken stop)
    {
        var options = new CycleOptions { Nodes = nodes, Path = path };
        using var engine = new CycleEngine(options with { Threads = threads });
        using CycleEngine? alone = threads == 1 ? null : new CycleEngine(options);
        TimeSpan best = TimeSpan.MaxValue;
        TimeSpan bestAlone = TimeSpan.MaxValue;
        long began = Stopwatch.GetTimestamp();
        for (int cycle = -WarmUpCycles; cycle < MostCycles && (cycle < LeastCycles
            || Stopwatch.GetElapsedTime(began) < PerCase); cycle++)
        {
            stop.ThrowIfCancellationRequested();
            TimeSpan took = Time(engine);
            TimeSpan tookAlone = alone is null ? took : Time(alone);
            if (cycle < 0)
                continue;
            best = took < best ? took : best;
            bestAlone = tookAlone < bestAlone ? tookAlone : bestAlone;
        }

        double perNode = best.TotalSeconds / nodes;
        int stride = engine.Table.Stride;
        return new GossipBenchRow(path, nodes, perNode * 1e9, stride, 4 * stride / perNode)
        {
            Threads = threads,
            SpeedUp = bestAlone / best,
        };
    }

    private static TimeSpan Time(CycleEngine engine)
    {
        long start = Stopwatch.GetTimestamp();
        engine.RunCycle();
        return Stopwatch.GetElapsedTime(start);
    }
}
