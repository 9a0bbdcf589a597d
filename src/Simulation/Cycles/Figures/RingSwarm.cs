using P2PCS.Membership.Sampling;
using P2PCS.Slicing.Overlay;

namespace P2PCS.Simulation.Cycles.Figures;

/// <summary>Nodes on a ring, each with a T-Man view of up to 200 places.</summary>
internal sealed class RingSwarm
{
    private const int Capacity = 200;
    private const int Message = 20;
    private const int Start = 20;
    private readonly RingRows rows;
    private readonly int nodes;
    private readonly int psi;

    /// <summary>Nodes at even distances, each knowing 20 random others.</summary>
    public RingSwarm(int nodes, int psi)
    {
        this.nodes = nodes;
        this.psi = psi;
        rows = new RingRows(nodes, Capacity, Message);
        for (int node = 0; node < nodes; node++)
        {
            for (int i = 0; i < Start; i++)
                rows.Learn(node, Draw.Below(Draw.At(43, (ulong)((node * Start) + i)), nodes));
        }
    }

    /// <summary>Every node exchanges with one of its psi nearest.</summary>
    public void RunCycle(ulong key)
    {
        for (int node = 0; node < nodes; node++)
            rows.Exchange(node, rows.Near(node, psi, Draw.At(key, (ulong)node)), true);
    }

    /// <summary>Whether every node knows both its neighbours.</summary>
    public bool IsComplete()
    {
        for (int node = 0; node < nodes; node++)
        {
            uint before = rows.PlaceOf((node + nodes - 1) % nodes);
            uint after = rows.PlaceOf((node + 1) % nodes);
            if (!RingView.IsComplete(before, after, rows.View(node)))
                return false;
        }

        return true;
    }
}
