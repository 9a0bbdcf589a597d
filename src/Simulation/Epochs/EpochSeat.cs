using P2PCS.Membership.Epochs;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Epochs;

/// <summary>What a swarm gives a new peer.</summary>
/// <param name="Index">Its place among all that ever were.</param>
/// <param name="Born">When it came.</param>
/// <param name="Partners">Where its partners come from.</param>
public sealed record EpochSeat(int Index, Instant Born, Partners Partners)
{
    /// <summary>Its name.</summary>
    public PeerId Id => new(new Digest(0, 0, 0, (ulong)Index + 1));
}
