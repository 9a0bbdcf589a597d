using P2PCS.Membership.Peers;
using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Membership.Epochs;

/// <summary>Partners out of the roster, and out of the random view where no try finds one.
/// </summary>
/// <param name="peers">The node's table of peers.</param>
/// <param name="sampling">The node's random view.</param>
/// <remarks>Not the partner of the shuffle. Source: Jelasity et al., TOCS 2005, section 4.1:
/// peers drawn independently of each other.</remarks>
public sealed class RosterPartners(PeerTable peers, PeerSampling sampling) : Partners
{
    private const int Tries = 16;

    /// <inheritdoc/>
    public override int Count => peers.Present;

    /// <inheritdoc/>
    public override bool AreAll => peers.Count < Limits.KnownPeers;

    /// <inheritdoc/>
    public override bool TryDraw(ref Rng rng, out PeerId id, out PeerAddress address)
    {
        int handle = Draw(ref rng);
        bool isFound = handle != PeerTable.NoHandle;
        id = isFound ? peers[handle].Id : PeerId.None;
        address = isFound ? peers[handle].Address : default;
        return isFound;
    }

    private int Draw(ref Rng rng)
    {
        for (int i = 0; i < Tries && peers.Present > 0; i++)
        {
            int handle = rng.Below(peers.End);
            if (peers.IsPresent(handle))
                return handle;
        }

        ReadOnlySpan<int> view = sampling.View;
        int start = view.IsEmpty ? 0 : rng.Below(view.Length);
        for (int i = 0; i < view.Length; i++)
        {
            int handle = view[(start + i) % view.Length];
            if (peers.IsPresent(handle))
                return handle;
        }

        return PeerTable.NoHandle;
    }
}
