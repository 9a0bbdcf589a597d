using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// The loop over all nodes of one cycle on several threads, with the very result of
/// <see cref="CycleLoop{TLanes, TShape}"/>: exchanges run at the same time only if they touch no
/// row in common.
/// </summary>
/// <remarks>
/// One thread goes through the nodes in order and claims the two rows of each exchange. While a
/// node's own row is unclaimed, its partner is certain. If the partner's row is claimed, the
/// exchange waits for the end of the round and runs after it, in order. If its own row is
/// claimed, its partner is not known before that exchange is done, so the round ends there: after
/// about 1.25 times the square root of the nodes. Source of the idea: Blelloch, Fineman, Gibbons,
/// Shun, "Internally deterministic parallel algorithms can be fast", PPoPP 2012, section 4.
/// </remarks>
internal static class CrewLoop<TLanes, TShape>
    where TLanes : struct, ILanes
    where TShape : struct, IRowShape
{
    private const int Ahead = 12;
    private const int Waiters = 64;
    private const int PublishEvery = 32;

    /// <summary>Every node starts one exchange, in the given order or by name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Crew crew, ReadOnlySpan<int> order, ulong key)
    {
        crew.Begin(TryWork, key);
        Span<int> waiters = stackalloc int[Waiters];
        int nodes = crew.Engine.Table.Nodes;
        for (int turn = 0; turn < nodes;)
        {
            int waiting = 0;
            bool isOdd = false;
            turn = Plan(crew, order, turn, waiters, ref waiting, ref isOdd);
            while (TryWork(crew))
            {
            }

            crew.Await();
            foreach (int node in waiters[..waiting])
                crew.Engine.StepBySpans(node, key);
            if (isOdd)
                crew.Engine.StepBySpans(order.IsEmpty ? turn : order[turn++], key);
            if (isOdd && order.IsEmpty)
                turn++;
            crew.Claims.Clear();
        }

        crew.End();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Plan(
        Crew crew, ReadOnlySpan<int> order, int turn, Span<int> waiters,
        ref int waiting, ref bool isOdd)
    {
        Claims claims = crew.Claims;
        int nodes = crew.Engine.Table.Nodes;
        int end = Math.Min(nodes, turn + Crew.Room);
        int stride = RowShape.Stride(TShape.Capacity);
        ref byte first = ref crew.Engine.Table.First;
        long position = crew.Published;
        for (; turn < end && waiting < waiters.Length; turn++)
        {
            int active = turn;
            if (!order.IsEmpty)
            {
                active = order[turn];
                if (turn + Ahead < nodes)
                {
                    RowMemory.Prefetch(
                        ref RowMemory.Row(ref first, order[turn + Ahead], stride), stride);
                }
            }

            if (claims.Contains(active))
                break;
            ref byte row = ref RowMemory.Row(ref first, active, stride);
            int place = TLanes.Oldest<TShape>(ref row);
            int partner = RowMemory.At<int>(ref row, place * sizeof(int));
            if (RowMemory.At<int>(ref row, (TShape.Capacity - 1) * sizeof(int)) < 0
                || RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity)
                    + (place * sizeof(ushort))) >= ILanes.AgeLimit)
            {
                isOdd = true;
                break;
            }

            claims.Add(active);
            if (claims.Add(partner))
            {
                waiters[waiting++] = active;
                continue;
            }

            crew.Put(position++, active, partner);
            if (position % PublishEvery == 0)
                crew.Publish(position);
        }

        crew.Publish(position);
        return turn;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryWork(Crew crew)
    {
        if (!crew.TryTake(out long from, out int count))
            return false;
        try
        {
            Run(crew, from, count);
        }
        finally
        {
            crew.Report(count);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(Crew crew, long from, int count)
    {
        Unsafe.SkipInit(out StepBlock block);
        ref byte first = ref crew.Engine.Table.First;
        int stride = RowShape.Stride(TShape.Capacity);
        for (int i = 0; i < count; i++)
            block.Names[i] = crew.ActiveAt(from + i);
        for (int i = 0; i < Ahead && i < count; i++)
            RowMemory.Prefetch(ref RowMemory.Row(ref first, crew.PartnerAt(from + i), stride), stride);
        TLanes.Choose<TShape>(ref block, crew.Key, count);
        for (int i = 0; i < count; i++)
        {
            if (i + Ahead < count)
            {
                RowMemory.Prefetch(ref RowMemory.Row(
                    ref first, crew.PartnerAt(from + i + Ahead), stride), stride);
            }

            var step = new RowStep(
                ref first, block.Names[i], block.ActivePlaces[i], block.PassivePlaces[i]);
            if (!TLanes.TryStep<TShape>(step))
                crew.Engine.StepBySpans(block.Names[i], crew.Key);
        }
    }
}
