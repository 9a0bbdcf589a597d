using System.Runtime.CompilerServices;
using P2PCS.Membership.Sampling;

namespace P2PCS.Simulation.Cycles;

/// <summary>The loop over all nodes of one cycle, made once for each path and row shape.</summary>
internal static class CycleLoop<TLanes, TShape>
    where TLanes : struct, ILanes
    where TShape : struct, IRowShape
{
    // A partner's row is asked for this many nodes ahead: about the time memory takes to answer.
    private const int Ahead = 12;

    /// <summary>Every node starts one exchange, in the given order or by name.</summary>
    /// <param name="engine">The engine, for the steps that are not fast.</param>
    /// <param name="order">All names in some order; empty for the order of names.</param>
    /// <param name="key">The cycle's stream of random words.</param>
    public static void Run(CycleEngine engine, ReadOnlySpan<int> order, ulong key)
    {
        if (order.IsEmpty)
            RunByName(engine, key);
        else
            RunInOrder(engine, order, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunByName(CycleEngine engine, ulong key)
    {
        int nodes = engine.Table.Nodes;
        ref byte first = ref engine.Table.First;
        for (int node = 0; node < nodes; node++)
        {
            if (node + Ahead < nodes)
                PrefetchPartner(ref first, node + Ahead);
            Step(engine, ref first, node, key);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunInOrder(CycleEngine engine, ReadOnlySpan<int> order, ulong key)
    {
        int stride = RowShape.Stride(TShape.Capacity);
        ref byte first = ref engine.Table.First;
        for (int turn = 0; turn < order.Length; turn++)
        {
            if (turn + (2 * Ahead) < order.Length)
            {
                RowMemory.Prefetch(
                    ref RowMemory.Row(ref first, order[turn + (2 * Ahead)], stride), stride);
            }

            if (turn + Ahead < order.Length)
                PrefetchPartner(ref first, order[turn + Ahead]);
            Step(engine, ref first, order[turn], key);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchPartner(ref byte first, int node)
    {
        int stride = RowShape.Stride(TShape.Capacity);
        ref byte row = ref RowMemory.Row(ref first, node, stride);
        int partner = RowMemory.At<int>(ref row, TLanes.Oldest<TShape>(ref row) * sizeof(int));
        RowMemory.Prefetch(ref RowMemory.Row(ref first, partner, stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(CycleEngine engine, ref byte first, int node, ulong key)
    {
        ulong index = 2 * (ulong)node;
        var step = new RowStep(ref first, node, Draw.At(key, index), Draw.At(key, index + 1));
        if (!TLanes.TryStep<TShape>(step))
            engine.StepBySpans(node, key);
    }
}
