using System.Diagnostics;
using P2PCS.Host.Agent;
using P2PCS.Protocol;
using P2PCS.Simulation.Engine;

namespace P2PCS.Host.Sim;

/// <summary>Times the event engine: real nodes gossiping in frames, in virtual time.</summary>
/// <param name="Nodes">Nodes, all joined by the first.</param>
/// <param name="Frames">Frames delivered while it was timed.</param>
/// <param name="VirtualSeconds">Virtual time that passed meanwhile.</param>
/// <param name="Seconds">Processor time it took, on one thread.</param>
public sealed record EventBench(int Nodes, long Frames, double VirtualSeconds, double Seconds)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(5);

    /// <summary>Frames delivered per second of processor time.</summary>
    public double FramesPerSecond => Frames / Seconds;

    /// <summary>Runs a cloud at the LAN's pace until five seconds of processor time have passed.
    /// </summary>
    /// <param name="nodes">Nodes, at least two.</param>
    /// <param name="stop">Gives up after the virtual second that runs.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static EventBench Measure(int nodes, CancellationToken stop)
    {
        var engine = new EventEngine(1, Profile.Read("lan"));
        var machine = new MachineOptions(new Resources(2000, 1024), Accepts: true, default);
        for (int i = 0; i < nodes; i++)
            engine.Add(machine);
        foreach (SimulatedNode node in engine.Nodes)
            engine.Start(node, [0]);
        engine.RunUntil(engine.Now + WarmUp);
        (long frames, Instant from, TimeSpan began) = (engine.Frames, engine.Now, Used);
        while (Used - began < Enough)
        {
            stop.ThrowIfCancellationRequested();
            engine.RunUntil(engine.Now + Slice);
        }

        return new EventBench(
            nodes,
            engine.Frames - frames,
            (engine.Now - from).TotalSeconds,
            (Used - began).TotalSeconds);
    }

    private static TimeSpan Used => Process.GetCurrentProcess().TotalProcessorTime;
}
