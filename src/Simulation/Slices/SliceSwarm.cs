using P2PCS.Protocol;
using P2PCS.Simulation.Epochs;
using P2PCS.Slicing.Slices;

namespace P2PCS.Simulation.Slices;

/// <summary>Real slicing kernels in virtual time.</summary>
public sealed class SliceSwarm : EpochSwarm<SlicePeer>
{
    private readonly SliceOptions slices;

    /// <summary>A swarm whose peers have just started.</summary>
    public SliceSwarm(SliceSwarmOptions options)
        : base(options)
    {
        slices = options.Slices;
        Populate();
    }

    /// <summary>Lets time pass until most peers are in a later epoch, and a little more.
    /// </summary>
    /// <param name="limit">Longest time.</param>
    public void RunToNextEpoch(TimeSpan limit)
    {
        ulong before = Epoch();
        Instant until = Now + limit;
        while (Epoch() == before && Now < until)
            Run(slices.Cycle);
        Run(3 * slices.Cycle);
    }

    private ulong Epoch() => Up.Select(peer => peer.Kernel.Epoch).Order().ElementAt(Up.Count / 2);

    private protected override SlicePeer Make(EpochSeat seat, ref Rng draws)
    {
        var kernel = new SliceKernel(
            slices, SlicePeer.Attributes, seat.Partners, seat.Id, draws.Fork(1));
        return new SlicePeer(seat, kernel, ref draws);
    }
}
