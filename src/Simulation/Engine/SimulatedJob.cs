using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>A command on a simulated machine, and its result once it has ended.</summary>
internal sealed class SimulatedJob(AttemptKey key)
{
    public AttemptKey Key => key;

    public bool HasEnded { get; set; }

    public Digest Result { get; set; }
}
