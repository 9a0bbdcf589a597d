using P2PCS.Protocol;
using P2PCS.Query.Standing;
using P2PCS.Simulation.Epochs;

namespace P2PCS.Simulation.Queries;

/// <summary>Real standing kernels in virtual time.</summary>
public sealed class StandingSwarm : EpochSwarm<StandingPeer>
{
    private readonly StandingOptions standing;

    /// <summary>A swarm whose peers have just started.</summary>
    public StandingSwarm(StandingSwarmOptions options)
        : base(options)
    {
        standing = options.Standing;
        Populate();
    }

    private protected override StandingPeer Make(EpochSeat seat, ref Rng draws)
    {
        var kernel = new StandingKernel(standing, seat.Partners, draws.Fork(1));
        return new StandingPeer(
            seat, kernel, new StandingRow(StandingColumns.OfPeers, ref draws));
    }
}
