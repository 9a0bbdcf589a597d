using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Membership.Liveness;

/// <summary>
/// Whom to probe next: all peers in a random order that is drawn anew after each round, so that
/// everybody's turn comes within two rounds at the most.
/// </summary>
/// <remarks>Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 4.3 (round-robin probe target
/// selection).</remarks>
/// <param name="peers">The node's table of peers.</param>
public sealed class ProbeRing(PeerTable peers)
{
    private int[] order = new int[64];
    private int count;
    private int next;
    private int retried;

    /// <summary>The next peer that is there, or <see cref="PeerTable.NoHandle"/>.</summary>
    public int Next(ref Rng rng)
    {
        for (int round = 0; round < 2; round++)
        {
            while (next < count)
            {
                int handle = order[next++];
                if (IsEligible(handle))
                    return handle;
            }

            Shuffle(ref rng);
        }

        return PeerTable.NoHandle;
    }

    /// <summary>The next unreachable peer in turn, or <see cref="PeerTable.NoHandle"/>.</summary>
    public int NextUnreachable()
    {
        for (int step = 0; step < peers.End && peers.CountOf(PeerState.Unreachable) > 0; step++)
        {
            retried = (retried + 1) % peers.End;
            if (peers.IsTaken(retried) && peers[retried].State == PeerState.Unreachable)
                return retried;
        }

        return PeerTable.NoHandle;
    }

    private bool IsEligible(int handle) =>
        peers.IsPresent(handle)
        || (peers.IsTaken(handle) && peers[handle].State == PeerState.Unverified);

    private void Shuffle(ref Rng rng)
    {
        if (order.Length < peers.End)
            order = new int[Math.Max(peers.End, 2 * order.Length)];
        count = 0;
        next = 0;
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (!IsEligible(handle))
                continue;
            int place = rng.Below(++count);
            order[count - 1] = order[place];
            order[place] = handle;
        }
    }
}
