using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// Exchanges that one thread queues and all take, a portion at a time; positions only grow.
/// </summary>
internal sealed class ExchangeQueue(int threads)
{
    /// <summary>Most exchanges that are queued and not done.</summary>
    public const int Room = 8192;

    private const int LeastPortion = 8;
    private readonly ulong[] words = new ulong[Room];
    private Counters counters;

    /// <summary>Exchanges published so far.</summary>
    public long Published => Volatile.Read(ref counters.Published);

    /// <summary>Whether all that was published is done.</summary>
    public bool IsDone => Volatile.Read(ref counters.Done) == Volatile.Read(ref counters.Published);

    /// <summary>The exchange at a position, whichever number that is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong At(long position) => ref Unsafe.Add(
        ref MemoryMarshal.GetArrayDataReference(words), (nint)(position & (Room - 1)));

    /// <summary>Shows everybody what was written before a position.</summary>
    public void Publish(long position) => Volatile.Write(ref counters.Published, position);

    /// <summary>Takes some published exchanges: smaller portions as fewer are left, so that all
    /// threads end at about the same time.</summary>
    public bool TryTake(out long from, out int count)
    {
        while (true)
        {
            from = Volatile.Read(ref counters.Taken);
            count = 0;
            long left = Volatile.Read(ref counters.Published) - from;
            if (left <= 0)
                return false;
            long share = Math.Clamp(left / (2 * threads), LeastPortion, StepBlock.Length);
            count = (int)Math.Min(left, share);
            if (Interlocked.CompareExchange(ref counters.Taken, from + count, from) == from)
                return true;
        }
    }

    /// <summary>Reports exchanges that were taken as done.</summary>
    public void Report(int count) => Interlocked.Add(ref counters.Done, count);

    // Each on a cache line of its own, and on none that a neighbour is fetched with.
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Counters
    {
        [FieldOffset(128)]
        public long Published;

        [FieldOffset(256)]
        public long Taken;

        [FieldOffset(384)]
        public long Done;
    }
}
