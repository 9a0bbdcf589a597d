using P2PCS.Membership.Sampling;
using P2PCS.Protocol;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// The state of every node of a cycle simulation: one row per node holds the names and ages of
/// its view and its estimate, side by side in whole cache lines.
/// </summary>
/// <remarks>
/// Rows instead of one array per field: an exchange touches everything of two nodes, so at a
/// capacity of 20 it needs two cache lines for each where separate arrays need four or five.
/// </remarks>
public sealed class RowTable : IDisposable
{
    /// <summary>Marks a place without an entry; free places are at the end of a row.</summary>
    public const int Free = -1;

    private readonly RowMemory memory;

    /// <summary>A table whose views are all empty and whose estimates are 0.</summary>
    /// <param name="nodes">Nodes, at least 2.</param>
    /// <param name="capacity">View capacity, from 1 to 64.</param>
    public RowTable(int nodes, int capacity)
    {
        Invariant.Holds(nodes >= 2 && capacity is > 0 and <= Subset.Places);
        Nodes = nodes;
        Capacity = capacity;
        memory = new RowMemory(nodes, Stride);
        for (int node = 0; node < nodes; node++)
            Names(node).Fill(Free);
    }

    /// <summary>Nodes; their names are 0 to this less one.</summary>
    public int Nodes { get; }

    /// <summary>Places in a view.</summary>
    public int Capacity { get; }

    /// <summary>Bytes of one row.</summary>
    public int Stride => RowShape.Stride(Capacity);

    /// <summary>Bytes of all rows.</summary>
    public long Bytes => memory.Bytes;

    internal ref byte First => ref memory.First;

    /// <summary>The names in a node's view; shape [capacity].</summary>
    public Span<int> Names(int node) => memory.Slice<int>(Offset(node), Capacity);

    /// <summary>The ages of a node's descriptors in cycles; shape [capacity].</summary>
    public Span<ushort> Ages(int node) =>
        memory.Slice<ushort>(Offset(node) + RowShape.Ages(Capacity), Capacity);

    /// <summary>A node's estimate, any unit.</summary>
    public ref double Estimate(int node) =>
        ref memory.Slice<double>(Offset(node) + RowShape.Estimate(Capacity), 1)[0];

    /// <summary>Entries in a node's view.</summary>
    public int Count(int node)
    {
        int free = Names(node).IndexOf(Free);
        return free < 0 ? Capacity : free;
    }

    /// <summary>A node's view for the span functions; write its count back by
    /// <see cref="Close"/>.</summary>
    public ViewRow Open(int node) => new(Names(node), Ages(node), Count(node));

    /// <summary>Marks the places beyond the view's count as free.</summary>
    public static void Close(in ViewRow view) => view.Names[view.Count..].Fill(Free);

    /// <summary>Whether every view holds names of the table only, none twice, not its own, and
    /// its free places at the end.</summary>
    public bool IsSound()
    {
        for (int node = 0; node < Nodes; node++)
        {
            if (!IsSound(node))
                return false;
        }

        return true;
    }

    /// <summary>A number that two tables share only if all their names, ages and estimates are
    /// the same (up to chance of 2^-64).</summary>
    public ulong Fingerprint()
    {
        ulong hash = Draw.Mix((ulong)Nodes);
        for (int node = 0; node < Nodes; node++)
        {
            ReadOnlySpan<int> names = Names(node);
            ReadOnlySpan<ushort> ages = Ages(node);
            for (int place = 0; place < names.Length && names[place] != Free; place++)
                hash = Draw.Mix(hash + (uint)names[place] + ((ulong)ages[place] << 32));
            hash = Draw.Mix(hash ^ BitConverter.DoubleToUInt64Bits(Estimate(node)));
        }

        return hash;
    }

    /// <summary>Gives the memory back; the table must not be used any more.</summary>
    public void Dispose() => memory.Dispose();

    private bool IsSound(int node)
    {
        ReadOnlySpan<int> names = Names(node);
        int count = Count(node);
        for (int place = 0; place < names.Length; place++)
        {
            int name = names[place];
            bool isFree = name == Free;
            if (isFree != place >= count)
                return false;
            if (!isFree && ((uint)name >= (uint)Nodes || name == node
                || names[..place].Contains(name)))
            {
                return false;
            }
        }

        return true;
    }

    private long Offset(int node)
    {
        Invariant.Holds((uint)node < (uint)Nodes);
        return (long)node * Stride;
    }
}
