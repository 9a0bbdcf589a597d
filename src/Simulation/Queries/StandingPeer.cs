using P2PCS.Membership.Epochs;
using P2PCS.Query.Standing;
using P2PCS.Simulation.Epochs;

namespace P2PCS.Simulation.Queries;

/// <summary>One peer of a <see cref="StandingSwarm"/>.</summary>
public sealed class StandingPeer : EpochPeer
{
    internal StandingPeer(EpochSeat seat, StandingKernel kernel, StandingRow row)
        : base(seat)
    {
        Kernel = kernel;
        Row = row;
        kernel.Own = row;
    }

    /// <summary>The kernel itself.</summary>
    public StandingKernel Kernel { get; }

    /// <summary>Its row.</summary>
    public StandingRow Row { get; }

    internal override EpochKernel Stepped => Kernel;
}
