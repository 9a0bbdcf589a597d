using P2PCS.Simulation.Epochs;
using P2PCS.Slicing.Slices;

namespace P2PCS.Simulation.Slices;

/// <summary>A cloud of slicing kernels in virtual time.</summary>
public sealed record SliceSwarmOptions : EpochSwarmOptions
{
    /// <summary>Parameters of the kernels. Source: said at each.</summary>
    public SliceOptions Slices { get; init; } = new();
}
