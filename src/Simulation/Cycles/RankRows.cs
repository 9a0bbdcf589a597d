using P2PCS.Slicing.Ranks;

namespace P2PCS.Simulation.Cycles;

/// <summary>Every node's count of whom it met, for slicing by rank.</summary>
/// <param name="attributes">The nodes' attributes; equal ones are ordered by name.</param>
internal sealed class RankRows(double[] attributes)
{
    private readonly int[] below = new int[attributes.Length];
    private readonly int[] seen = new int[attributes.Length];

    /// <summary>What each node believes its rank to be, from 0 to 1; shape [nodes].</summary>
    public double[] Ranks { get; } = new double[attributes.Length];

    /// <summary>A node learns of another one's attribute.</summary>
    public void Meet(int node, int other)
    {
        seen[node]++;
        below[node] += RankCounter.Below(
            [attributes[other]], [(uint)other], attributes[node], (uint)node);
        Ranks[node] = (double)below[node] / seen[node];
    }

    /// <summary>A node begins anew.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rank">What it believes before it met anybody.</param>
    public void Restart(int node, double rank)
    {
        seen[node] = below[node] = 0;
        Ranks[node] = rank;
    }

    /// <summary>How far a node believes to be from the nearest boundary between slices, as a
    /// rank.</summary>
    public double ToBoundary(int node, int slices)
    {
        double rank = Ranks[node];
        double boundary = Math.Clamp(Math.Round(rank * slices), 1, slices - 1) / slices;
        return Math.Abs(rank - boundary);
    }
}
