using P2PCS.Membership.Sampling;
using P2PCS.Slicing.Overlay;

namespace P2PCS.Simulation.Cycles;

/// <summary>Every node's T-Man view; the nodes stand at even distances on the ring, in the order
/// of their names.</summary>
/// <param name="nodes">Nodes, at least 2.</param>
/// <param name="capacity">Places in a view.</param>
/// <param name="message">Places in a message.</param>
internal sealed class RingRows(int nodes, int capacity, int message)
{
    private readonly uint step = (uint)((1UL << 32) / (ulong)nodes);
    private readonly uint[] views = new uint[(long)nodes * capacity];
    private readonly int[] counts = new int[nodes];
    private readonly ulong[] keys = new ulong[capacity + 1];
    private readonly uint[] scratch = new uint[capacity + 1];
    private readonly uint[] request = new uint[message];
    private readonly uint[] reply = new uint[message];
    private readonly uint[] one = new uint[1];

    /// <summary>A node's view, the nearest first.</summary>
    public ReadOnlySpan<uint> View(int node) => Row(node)[..counts[node]];

    /// <summary>Where a node stands.</summary>
    public uint PlaceOf(int node) => (uint)node * step;

    /// <summary>Who stands at a place.</summary>
    public int NodeAt(uint place) => (int)(place / step);

    /// <summary>A node forgets all.</summary>
    public void Clear(int node) => counts[node] = 0;

    /// <summary>A node learns of another one.</summary>
    public void Learn(int node, int other)
    {
        one[0] = PlaceOf(other);
        Learn(node, one);
    }

    /// <summary>A node forgets one that does not answer.</summary>
    public void Forget(int node, int other)
    {
        int at = View(node).IndexOf(PlaceOf(other));
        if (at < 0)
            return;
        Row(node)[(at + 1)..counts[node]].CopyTo(Row(node)[at..]);
        counts[node]--;
    }

    /// <summary>One of the nearest: "the first psi entries of its view" (section 3).</summary>
    /// <returns>A node; -1 for an empty view.</returns>
    public int Near(int node, int psi, ulong word)
    {
        int near = Math.Min(psi, counts[node]);
        return near == 0 ? -1 : NodeAt(Row(node)[Draw.Below(word, near)]);
    }

    /// <summary>An exchange; both messages are made before either is read.</summary>
    /// <param name="active">Who starts.</param>
    /// <param name="passive">Its partner.</param>
    /// <param name="isAnswered">Whether the reply arrives.</param>
    public void Exchange(int active, int passive, bool isAnswered)
    {
        int asked = Select(active, PlaceOf(passive), request);
        int answered = Select(passive, PlaceOf(active), reply);
        Learn(passive, request.AsSpan(0, asked));
        if (isAnswered)
            Learn(active, reply.AsSpan(0, answered));
    }

    private void Learn(int node, ReadOnlySpan<uint> places) =>
        counts[node] = RingView.Merge(PlaceOf(node), Row(node), counts[node], places);

    // "The first m entries of the buffer sorted by the partner's ranking" (section 3).
    private int Select(int node, uint target, Span<uint> chosen)
    {
        int candidates = counts[node] + 1;
        scratch[0] = PlaceOf(node);
        View(node).CopyTo(scratch.AsSpan(1));
        RingView.Rank(target, scratch.AsSpan(0, candidates), keys.AsSpan(0, candidates));
        int length = Math.Min(chosen.Length, candidates);
        scratch.AsSpan(0, length).CopyTo(chosen);
        return length;
    }

    private Span<uint> Row(int node) => views.AsSpan(node * capacity, capacity);
}
