using System.Runtime.CompilerServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// The loop over all nodes of one cycle on several threads. It leaves the very table of
/// <see cref="CycleLoop{TLanes, TShape}"/>: exchanges run side by side only if they touch no row
/// in common, and else in order.
/// </summary>
/// <remarks>
/// One thread goes through the nodes in order and claims the two rows of each exchange. As long
/// as a node's own row is unclaimed, its partner is certain. If then the partner's row is claimed,
/// the exchange waits for the end of the round. If the partner's own turn is near, the exchange
/// runs at once, so that the partner finds its row unclaimed. If a node's own row is claimed all
/// the same, its partner is not known before that exchange is done, and the round ends there.
/// Source: the reservations of Blelloch, Fineman, Gibbons, Shun, "Internally deterministic
/// parallel algorithms can be fast", PPoPP 2012, section 4. Differs from the paper: what would
/// have to be tried again ends the round, so the order of one thread is kept.
/// </remarks>
internal static class CrewLoop<TLanes, TShape>
    where TLanes : struct, ILanes
    where TShape : struct, IRowShape
{
    // A row is asked for this many exchanges ahead: more than on one thread, for the search of
    // the partner is done and a step is shorter.
    private const int Ahead = 24;
    private const int PublishEvery = 32;

    /// <summary>Every node starts one exchange, in the given order or by name.</summary>
    /// <param name="crew">The threads; their queue is empty before and after.</param>
    /// <param name="order">All names in some order; empty for the order of names.</param>
    /// <param name="key">The cycle's stream of random words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Crew crew, ReadOnlySpan<int> order, ulong key)
    {
        int nodes = crew.Engine.Table.Nodes;
        var round = default(Round);
        crew.Begin(TryPortion, key);
        while (round.Turn < nodes)
        {
            Plan(crew, order, ref round);
            crew.Finish();
            RunInOrder(crew, ref round.Waiters, round.Waiting);
            if (round.EndsOdd)
            {
                int node = order.IsEmpty ? round.Turn : order[round.Turn];
                crew.Engine.StepBySpans(node, key);
                round.Turn++;
            }

            crew.Claims.Clear();
        }

        crew.End();
    }

    // Queues exchanges from the round's turn on, up to the first that cannot be known yet.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plan(Crew crew, ReadOnlySpan<int> order, ref Round round)
    {
        ref byte first = ref crew.Engine.Table.First;
        int nodes = crew.Engine.Table.Nodes;
        int end = Math.Min(nodes, round.Turn + crew.Horizon);
        ref ulong claims = ref crew.Claims.First;
        int shift = crew.Claims.Shift;
        long position = crew.Queue.Published;
        round.Waiting = 0;
        round.EndsOdd = false;
        int turn = round.Turn;
        for (; turn < end && round.Waiting < StepBlock.Length; turn++)
        {
            if (turn + Ahead < nodes)
                Prefetch(ref first, order.IsEmpty ? turn + Ahead : order[turn + Ahead]);
            int active = order.IsEmpty ? turn : order[turn];
            if (Claims.Add(ref claims, shift, active))
                break;
            ref byte row = ref RowMemory.Row(ref first, active, RowShape.Stride(TShape.Capacity));
            int place = TLanes.Oldest<TShape>(ref row);
            if (IsOdd(ref row, place))
            {
                round.EndsOdd = true;
                break;
            }

            int partner = RowMemory.At<int>(ref row, place * sizeof(int));
            // One comparison, rarely true: half of all partners come later.
            if ((uint)(partner - turn) < (uint)(end - turn) && order.IsEmpty
                && !Claims.Contains(ref claims, shift, partner))
            {
                RunAlone(crew, active);
                continue;
            }

            if (Claims.Add(ref claims, shift, partner))
            {
                round.Waiters.Names[round.Waiting++] = active;
                continue;
            }

            crew.Queue.At(position++) = new QueuedExchange(active, partner, place).Word;
            if (position % PublishEvery == 0)
                crew.Queue.Publish(position);
        }

        crew.Queue.Publish(position);
        round.Turn = turn;
    }

    // The partner is only what the span functions say.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOdd(ref byte row, int place) =>
        RowMemory.At<int>(ref row, (TShape.Capacity - 1) * sizeof(int)) < 0
        || RowMemory.At<ushort>(ref row, RowShape.Ages(TShape.Capacity)
            + (place * sizeof(ushort))) >= ILanes.AgeLimit;

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    private static void RunAlone(Crew crew, int node)
    {
        Unsafe.SkipInit(out StepBlock block);
        block.Names[0] = node;
        RunInOrder(crew, ref block, 1);
    }

    private static void RunInOrder(Crew crew, ref StepBlock block, int count)
    {
        NameMarks marks = crew.Engine.Marks;
        ref byte first = ref crew.Engine.Table.First;
        TLanes.Choose<TShape>(ref block, crew.Key, count);
        for (int i = 0; i < count; i++)
        {
            var step = new RowStep(ref first, marks, block, i);
            if (!TLanes.TryStep<TShape>(step))
                crew.Engine.StepBySpans(block.Names[i], crew.Key);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryPortion(Crew crew, NameMarks marks)
    {
        if (!crew.Queue.TryTake(out long from, out int count))
            return false;
        try
        {
            RunPortion(crew, marks, from, count);
        }
        finally
        {
            crew.Queue.Report(count);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPortion(Crew crew, NameMarks marks, long from, int count)
    {
        Unsafe.SkipInit(out StepBlock block);
        Unsafe.SkipInit(out StepBlock.Lane<ulong> words);
        ref byte first = ref crew.Engine.Table.First;
        for (int i = 0; i < count; i++)
        {
            words[i] = crew.Queue.At(from + i);
            block.Names[i] = new QueuedExchange(words[i]).Active;
        }

        for (int i = 0; i < Ahead && i < count; i++)
            Prefetch(ref first, new QueuedExchange(words[i]).Partner);
        TLanes.Choose<TShape>(ref block, crew.Key, count);
        for (int i = 0; i < count; i++)
        {
            if (i + Ahead < count)
                Prefetch(ref first, new QueuedExchange(words[i + Ahead]).Partner);
            var step = new RowStep(ref first, marks, block, i);
            if (!TLanes.TryStep<TShape>(step, new QueuedExchange(words[i]).Place))
                crew.Engine.StepBySpans(block.Names[i], crew.Key);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(ref byte first, int node)
    {
        int stride = RowShape.Stride(TShape.Capacity);
        RowMemory.Prefetch(ref RowMemory.Row(ref first, node, stride), stride);
    }

    /// <summary>Whose turn is next, who waits for the end of the round, and whether the next one
    /// must then run alone, for its row is not a usual one.</summary>
    private struct Round
    {
        public int Turn;
        public int Waiting;
        public bool EndsOdd;
        public StepBlock Waiters;
    }
}
