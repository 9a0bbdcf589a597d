using P2PCS.Membership.Sampling;
using P2PCS.Simulation.Cycles;

namespace P2PCS.Simulation.Scenarios;

/// <summary>In which order the nodes take their turns in a cycle.</summary>
internal sealed class TurnOrder
{
    private readonly int[] names;
    private readonly CycleOrder order;

    public TurnOrder(int nodes, CycleOrder order)
    {
        this.order = order;
        names = [.. Enumerable.Range(0, nodes)];
    }

    /// <summary>All names in the order of the next cycle.</summary>
    /// <param name="key">The cycle's stream of random words.</param>
    public ReadOnlySpan<int> Next(ulong key)
    {
        for (int left = names.Length - 1; left > 0 && order == CycleOrder.Reshuffled; left--)
        {
            int other = Draw.Below(Draw.At(key, (ulong)left), left + 1);
            (names[left], names[other]) = (names[other], names[left]);
        }

        return names;
    }
}
