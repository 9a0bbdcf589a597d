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

    /// <summary>Times one path at one size; at least 0.7 s, and at least three cycles.</summary>
    /// <param name="path">A path that this machine has.</param>
    /// <param name="nodes">Nodes.</param>
    /// <param name="stop">Gives up after the cycle that runs.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static GossipBenchRow Measure(
        CodePath path, int nodes, CancellationToken stop)
    {
        using var engine = new CycleEngine(new CycleOptions
        {
            Nodes = nodes,
            Path = path,
        });
        for (int cycle = 0; cycle < WarmUpCycles; cycle++)
            engine.RunCycle();
        TimeSpan best = TimeSpan.MaxValue;
        long began = Stopwatch.GetTimestamp();
        for (int cycle = 0; cycle < MostCycles && (cycle < LeastCycles
            || Stopwatch.GetElapsedTime(began) < PerCase); cycle++)
        {
            stop.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            engine.RunCycle();
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }

        double perNode = best.TotalSeconds / nodes;
        int stride = engine.Table.Stride;
        return new GossipBenchRow(path, nodes, perNode * 1e9, stride, 4 * stride / perNode);
    }
}
