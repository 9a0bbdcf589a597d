using P2PCS.Protocol;

namespace P2PCS.Simulation.Engine;

/// <summary>A simulated machine.</summary>
/// <param name="Total">What it offers.</param>
/// <param name="Accepts">Whether it takes tasks.</param>
/// <param name="Clock">Its clock.</param>
public readonly record struct MachineOptions(Resources Total, bool Accepts, SimClock Clock);
