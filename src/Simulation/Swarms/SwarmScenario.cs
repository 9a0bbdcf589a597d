using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Simulation.Network;

namespace P2PCS.Simulation.Swarms;

/// <summary>A random cloud with random faults and random work, drawn from one seed.</summary>
public sealed record SwarmScenario
{
    /// <summary>Where all randomness of the run comes from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Machines, 3 to 40.</summary>
    public int Nodes { get; init; }

    /// <summary>Whether the nodes run with the LAN's parameters, not with the local ones.
    /// </summary>
    public bool Lan { get; init; }

    /// <summary>The network while there are faults.</summary>
    public LinkOptions Links { get; init; } = new();

    /// <summary>How long there are faults.</summary>
    public TimeSpan Faulty { get; init; }

    /// <summary>Mean time between faults.</summary>
    public TimeSpan FaultEvery { get; init; }

    /// <summary>Mean time between commands of customers.</summary>
    public TimeSpan CommandEvery { get; init; }

    /// <summary>Mean run time of a task.</summary>
    public TimeSpan TaskRun { get; init; }

    /// <summary>Mean time that fetching a result takes.</summary>
    public TimeSpan Fetch { get; init; }

    /// <summary>Probability that a command cannot be started, 0 to 1.</summary>
    public double Unstartable { get; init; }

    /// <summary>Parameters of the nodes.</summary>
    public NodeOptions Options => Lan ? SwarmProfile.Lan : SwarmProfile.Local;

    /// <summary>Draws a scenario; the same seed gives the same one.</summary>
    public static SwarmScenario FromSeed(ulong seed)
    {
        var rng = new Rng(seed, 2);
        bool lan = rng.Below(4) == 0;
        bool lossy = rng.Below(2) == 0;
        return new SwarmScenario
        {
            Seed = seed,
            Nodes = 3 + rng.Below(rng.Below(3) == 0 ? 38 : 12),
            Lan = lan,
            Links = new LinkOptions
            {
                LatencyMin = TimeSpan.FromMilliseconds(0.1 + rng.Fraction()),
                LatencySpread = TimeSpan.FromMilliseconds(
                    rng.Below(3) == 0 ? (lan ? 80 : 20) * rng.Fraction() : rng.Fraction()),
                Loss = lossy ? 0.3 * rng.Fraction() : 0,
                Duplication = rng.Below(2) == 0 ? 0.2 * rng.Fraction() : 0,
                CopySpread = TimeSpan.FromMilliseconds(rng.Below(2) == 0 ? 2 : 5000),
            },
            Faulty = TimeSpan.FromSeconds((lan ? 40 : 15) + rng.Below(20)),
            FaultEvery = TimeSpan.FromSeconds(0.5 + (4 * rng.Fraction())),
            CommandEvery = TimeSpan.FromSeconds(0.05 + (0.5 * rng.Fraction())),
            TaskRun = TimeSpan.FromSeconds(0.05 + (rng.Below(3) == 0 ? 4 : 1 * rng.Fraction())),
            Fetch = TimeSpan.FromSeconds(rng.Below(4) == 0 ? 3 * rng.Fraction() : 0.02),
            Unstartable = rng.Below(3) == 0 ? 0.1 * rng.Fraction() : 0,
        };
    }
}
