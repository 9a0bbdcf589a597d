using P2PCS.Query.Standing;
using P2PCS.Simulation.Epochs;

namespace P2PCS.Simulation.Queries;

/// <summary>A cloud of standing kernels in virtual time.</summary>
public sealed record StandingSwarmOptions : EpochSwarmOptions
{
    /// <summary>Parameters of the kernels. Source: said at each.</summary>
    public StandingOptions Standing { get; init; } = new() { FinePoints = 4, CoarsePoints = 4 };
}
