using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Subclouds;

/// <summary>Finds machines for a subcloud among the peers a node knows and the node itself.
/// </summary>
/// <param name="self">The node, with its status read at each search.</param>
/// <param name="peers">The node's table of peers.</param>
/// <param name="mayWork">Whether the cloud lets a peer offer its machine, whatever that says.
/// </param>
/// <param name="rng">A stream of its own, so that equals are taken in random order.</param>
public sealed class CandidateFinder(
    Func<Candidate> self, PeerTable peers, Predicate<PeerId> mayWork, Rng rng)
{
    private Rng rng = rng;

    /// <summary>The peers that answer and take tasks with enough free, most free first.</summary>
    /// <param name="wanted">What each must have free.</param>
    /// <param name="shortfall">What became of all the peers that were looked at.</param>
    public List<Candidate> Find(Resources wanted, out Shortfall shortfall)
    {
        var found = new List<Candidate>();
        shortfall = default;
        Consider(self(), wanted, found, ref shortfall);
        for (int handle = 0; handle < peers.End; handle++)
        {
            ref Peer row = ref peers[handle];
            if (peers.IsTaken(handle) && row.State == PeerState.Alive)
            {
                var candidate = new Candidate(row.Id, row.Address, row.Status);
                Consider(candidate, wanted, found, ref shortfall);
            }
        }

        Shuffle(found);
        found.Sort((a, b) => b.Status.Free.CpuMilli.CompareTo(a.Status.Free.CpuMilli));
        return found;
    }

    private void Consider(
        in Candidate candidate, Resources wanted, List<Candidate> found, ref Shortfall shortfall)
    {
        PeerStatus status = candidate.Status;
        shortfall = shortfall with { Known = shortfall.Known + 1 };
        if (!status.Accepts || !mayWork(candidate.Peer))
        {
            shortfall = shortfall with { Declined = shortfall.Declined + 1 };
            return;
        }

        shortfall = shortfall with
        {
            LargestCpuMilli = Math.Max(shortfall.LargestCpuMilli, status.Total.CpuMilli),
            LargestMemMiB = Math.Max(shortfall.LargestMemMiB, status.Total.MemMiB),
        };
        if (!wanted.FitsIn(status.Total))
        {
            bool slow = wanted.CpuMilli > status.Total.CpuMilli;
            bool small = wanted.MemMiB > status.Total.MemMiB;
            shortfall = shortfall with
            {
                TooSmall = shortfall.TooSmall + 1,
                TooFewCores = shortfall.TooFewCores + (slow ? 1 : 0),
                TooLittleMemory = shortfall.TooLittleMemory + (small ? 1 : 0),
            };
        }
        else if (!wanted.FitsIn(status.Free))
        {
            shortfall = shortfall with { Busy = shortfall.Busy + 1 };
        }
        else
        {
            shortfall = shortfall with { Fitting = shortfall.Fitting + 1 };
            found.Add(candidate);
        }
    }

    private void Shuffle(List<Candidate> candidates)
    {
        for (int i = candidates.Count - 1; i > 0; i--)
        {
            int j = rng.Below(i + 1);
            (candidates[i], candidates[j]) = (candidates[j], candidates[i]);
        }
    }
}
