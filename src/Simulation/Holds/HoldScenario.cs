using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Simulation.Network;
using P2PCS.Simulation.Swarms;

namespace P2PCS.Simulation.Holds;

/// <summary>A cloud whose customers compete for the same machines all the time, drawn from one
/// seed.</summary>
public sealed record HoldScenario
{
    /// <summary>Where all randomness of the run comes from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Machines, each of them a facade too.</summary>
    public int Nodes { get; init; }

    /// <summary>The network while there are faults.</summary>
    public LinkOptions Links { get; init; } = new();

    /// <summary>How long customers compete.</summary>
    public TimeSpan Busy { get; init; }

    /// <summary>Mean time between faults.</summary>
    public TimeSpan FaultEvery { get; init; }

    /// <summary>Mean time between requests for subclouds.</summary>
    public TimeSpan RequestEvery { get; init; }

    /// <summary>Mean life of a subcloud until its customer has enough of it.</summary>
    public TimeSpan Life { get; init; }

    /// <summary>Parameters of the nodes.</summary>
    public NodeOptions Options { get; init; } = SwarmProfile.Local;

    /// <summary>Draws a scenario; the same seed gives the same one.</summary>
    public static HoldScenario FromSeed(ulong seed)
    {
        var rng = new Rng(seed, 5);
        bool lossy = rng.Below(3) > 0;
        return new HoldScenario
        {
            Seed = seed,
            Nodes = 4 + rng.Below(12),
            Links = new LinkOptions
            {
                LatencyMin = TimeSpan.FromMilliseconds(0.1 + rng.Fraction()),
                LatencySpread = TimeSpan.FromMilliseconds(
                    rng.Below(3) == 0 ? 40 * rng.Fraction() : 2 * rng.Fraction()),
                Loss = lossy ? 0.2 * rng.Fraction() : 0,
                Duplication = rng.Below(3) > 0 ? 0.2 * rng.Fraction() : 0,
                CopySpread = TimeSpan.FromMilliseconds(rng.Below(2) == 0 ? 5 : 5000),
            },
            Busy = TimeSpan.FromSeconds(20 + rng.Below(20)),
            FaultEvery = TimeSpan.FromSeconds(0.4 + (2 * rng.Fraction())),
            RequestEvery = TimeSpan.FromMilliseconds(1 + (4 * rng.Fraction())),
            Life = TimeSpan.FromMilliseconds(20 + (400 * rng.Fraction() * rng.Fraction())),
        };
    }
}
