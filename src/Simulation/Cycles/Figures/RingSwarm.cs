using P2PCS.Membership.Sampling;
using P2PCS.Slicing.Overlay;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Nodes on a ring, each with a T-Man view of up to 200 places.</summary>
internal sealed class RingSwarm
{
    private const int Capacity = 200;
    private const int Message = 20;
    private const int Start = 20;
    private readonly int nodes;
    private readonly int psi;
    private readonly uint step;
    private readonly uint[] views;
    private readonly int[] counts;
    private readonly uint[] places;
    private readonly ulong[] keys = new ulong[Capacity + 1];
    private readonly uint[] scratch = new uint[Capacity + 1];

    /// <summary>Nodes at even distances, each knowing 20 random others.</summary>
    public RingSwarm(int nodes, int psi)
    {
        this.nodes = nodes;
        this.psi = psi;
        step = (uint)((1UL << 32) / (ulong)nodes);
        views = new uint[nodes * Capacity];
        counts = new int[nodes];
        places = new uint[nodes];
        Span<uint> known = stackalloc uint[Start];
        for (int node = 0; node < nodes; node++)
        {
            places[node] = (uint)node * step;
            for (int i = 0; i < Start; i++)
                known[i] = (uint)Draw.Below(Draw.At(43, (ulong)((node * Start) + i)), nodes) * step;
            counts[node] = RingView.Merge(places[node], Row(node), 0, known);
        }
    }

    /// <summary>Every node exchanges with one of its psi nearest.</summary>
    public void RunCycle(ulong key)
    {
        Span<uint> request = stackalloc uint[Message];
        Span<uint> reply = stackalloc uint[Message];
        for (int turn = 0; turn < nodes; turn++)
        {
            int node = turn;
            int near = Math.Min(psi, counts[node]);
            uint partnerPlace = Row(node)[Draw.Below(Draw.At(key, (ulong)turn), near)];
            int partner = (int)(partnerPlace / step);
            int asked = Select(node, partnerPlace, request);
            int answered = Select(partner, places[node], reply);
            counts[partner] = RingView.Merge(
                partnerPlace, Row(partner), counts[partner], request[..asked]);
            counts[node] = RingView.Merge(
                places[node], Row(node), counts[node], reply[..answered]);
        }
    }

    /// <summary>Whether every node knows both its neighbours.</summary>
    public bool IsComplete()
    {
        for (int node = 0; node < nodes; node++)
        {
            if (!RingView.IsComplete(
                places[node] - step, places[node] + step, Row(node)[..counts[node]]))
            {
                return false;
            }
        }

        return true;
    }

    // "The first m entries of the buffer sorted by the partner's ranking" (section 3).
    private int Select(int node, uint target, Span<uint> message)
    {
        int candidates = counts[node] + 1;
        scratch[0] = places[node];
        Row(node)[..counts[node]].CopyTo(scratch.AsSpan(1));
        RingView.Rank(target, scratch.AsSpan(0, candidates), keys.AsSpan(0, candidates));
        int length = Math.Min(message.Length, candidates);
        scratch.AsSpan(0, length).CopyTo(message);
        return length;
    }

    private Span<uint> Row(int node) => views.AsSpan(node * Capacity, Capacity);
}
