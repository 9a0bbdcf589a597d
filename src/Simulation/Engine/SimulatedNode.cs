using P2PCS.Node;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>A machine of the simulation, and the node on it while it is up. Changed by the engine
/// only.</summary>
/// <param name="index">Its place among the nodes.</param>
/// <param name="id">Its name, the same in each incarnation.</param>
/// <param name="address">Where it is reached.</param>
/// <param name="machine">What it is.</param>
public sealed class SimulatedNode(
    int index, PeerId id, PeerAddress address, MachineOptions machine)
{
    private const int SpinLimit = 10_000;

    private int stepsThisMoment;
    private Instant lastStep;

    /// <summary>Its place among the nodes.</summary>
    public int Index => index;

    /// <summary>Its name, the same in each incarnation.</summary>
    public PeerId Id => id;

    /// <summary>Where it is reached.</summary>
    public PeerAddress Address => address;

    /// <summary>What it is.</summary>
    public MachineOptions Machine => machine;

    /// <summary>Its boot epoch; zero before its first start.</summary>
    public uint Epoch { get; internal set; }

    /// <summary>The node, or null while the machine is down.</summary>
    public PeerNode? Live { get; internal set; }

    /// <summary>What the last step wants of the world; full while the engine's observers look.
    /// </summary>
    public Outbox Outbox { get; internal set; } = new();

    /// <summary>Its disk.</summary>
    public DurableStore Disk { get; } = new();

    /// <summary>Whether it said goodbye and was not started since.</summary>
    public bool WasStopped { get; internal set; }

    /// <summary>How much later than due it gets to its work.</summary>
    public TimeSpan Lag { get; set; }

    internal List<SimulatedJob> Jobs { get; } = [];

    internal Instant StalledUntil { get; set; }

    internal Instant WakeAt { get; set; } = Instant.Never;

    internal CrashPoint Doom { get; set; }

    /// <summary>Notes a step; a node that never lets a moment pass is broken.</summary>
    internal void CountStep(Instant now)
    {
        stepsThisMoment = lastStep == now ? stepsThisMoment + 1 : 0;
        Invariant.Holds(stepsThisMoment < SpinLimit);
        lastStep = now;
    }

    /// <summary>Loses everything but the disk.</summary>
    internal void GoDown()
    {
        Live = null;
        Outbox.Clear();
        Jobs.Clear();
        Doom = CrashPoint.BetweenSteps;
        WakeAt = Instant.Never;
        StalledUntil = default;
    }
}
