using P2PCS.Protocol;

namespace P2PCS.Membership.Epochs;

/// <summary>Where a peer finds partners for its exchanges.</summary>
public abstract class Partners
{
    /// <summary>Other peers that are known to be there.</summary>
    public abstract int Count { get; }

    /// <summary>Whether all peers of the cloud are among them, as far as this peer knows; then
    /// their number is a check on what is counted by gossip.</summary>
    public abstract bool AreAll { get; }

    /// <summary>Draws one of them, each with the same chance.</summary>
    /// <returns>False where there is none; nothing but the generator changes.</returns>
    public abstract bool TryDraw(ref Rng rng, out PeerId id, out PeerAddress address);
}
