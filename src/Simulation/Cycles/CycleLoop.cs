using System.Runtime.CompilerServices;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(CycleEngine engine, ReadOnlySpan<int> order, ulong key)
    {
        var block = default(StepBlock);
        NameMarks marks = engine.Marks;
        var found = default(FoundPlaces);
        bool keepsPlaces = TLanes.KeepsPlaces && order.IsEmpty;
        ref byte first = ref engine.Table.First;
        for (int start = 0; start < engine.Table.Nodes; start += StepBlock.Length)
        {
            int length = Math.Min(StepBlock.Length, engine.Table.Nodes - start);
            Name(order, start, ref block);
            TLanes.Choose<TShape>(ref block, key, StepBlock.Length);
            for (int i = 0; i < length; i++)
            {
                int ahead = PrefetchAhead(ref first, order, start + i, engine.Table.Nodes);
                var step = new RowStep(ref first, marks, block, i);
                if (keepsPlaces)
                {
                    found.Put(start + i + Ahead, ahead);
                    if (TLanes.TryStep<TShape>(step, TakePlace(step, ref found)))
                        continue;
                    found = default;
                    engine.StepBySpans(block.Names[i], key);
                }
                else if (!TLanes.TryStep<TShape>(step))
                {
                    engine.StepBySpans(block.Names[i], key);
                }
            }
        }
    }

    private static void Name(ReadOnlySpan<int> order, int start, ref StepBlock block)
    {
        Span<int> names = block.Names;
        if (!order.IsEmpty)
        {
            order.Slice(start, Math.Min(names.Length, order.Length - start)).CopyTo(names);
            return;
        }

        for (int i = 0; i < names.Length; i++)
            names[i] = start + i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakePlace(scoped in RowStep step, ref FoundPlaces found)
    {
        ref byte row = ref step.ActiveRow<TShape>();
        int place = found.At(step.Active);
        if (place < 0)
            place = TLanes.Oldest<TShape>(ref row);
        int partner = RowMemory.At<int>(ref row, place * sizeof(int));
        if ((uint)(partner - step.Active - 1) < Ahead)
            found.Forget(partner);
        return place;
    }

    // The place of the oldest entry in the row that far ahead; -1 beyond the last row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PrefetchAhead(
        ref byte first, ReadOnlySpan<int> order, int turn, int nodes)
    {
        int stride = RowShape.Stride(TShape.Capacity);
        if (!order.IsEmpty && turn + (2 * Ahead) < nodes)
        {
            RowMemory.Prefetch(
                ref RowMemory.Row(ref first, order[turn + (2 * Ahead)], stride), stride);
        }

        turn += Ahead;
        if (turn >= nodes)
            return -1;
        ref byte row = ref RowMemory.Row(ref first, order.IsEmpty ? turn : order[turn], stride);
        int place = TLanes.Oldest<TShape>(ref row);
        int partner = RowMemory.At<int>(ref row, place * sizeof(int));
        RowMemory.Prefetch(ref RowMemory.Row(ref first, partner, stride), stride);
        return place;
    }
}
