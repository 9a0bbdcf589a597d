using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles;

/// <summary>First states of a table.</summary>
public static class TableStart
{
    /// <summary>Every view: uniform random other nodes, ages from 0 to capacity - 1; every
    /// estimate: uniform in [0, 100).</summary>
    public static void Random(RowTable table, ulong seed)
    {
        ulong key = Draw.Mix(seed ^ 0x5441424C45);
        ulong index = 0;
        for (int node = 0; node < table.Nodes; node++)
        {
            Span<int> names = table.Names(node);
            Span<ushort> ages = table.Ages(node);
            for (int place = 0; place < names.Length;)
            {
                ulong word = Draw.At(key, index++);
                int name = Draw.Below(word, table.Nodes);
                if (name == node || names[..place].Contains(name))
                    continue;
                names[place] = name;
                ages[place++] = (ushort)((uint)word % (uint)names.Length);
            }

            table.Estimate(node) = 100 * Draw.Fraction(Draw.At(key, index++));
        }
    }
}
