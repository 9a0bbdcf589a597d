using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

#pragma warning disable RS0030 // The simulator is a shell: here its own threads are stepped.

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// Threads that help the one that runs a cycle: it queues exchanges that touch no row in common,
/// and everybody takes portions of them, in any order.
/// </summary>
/// <remarks>
/// The only threads below the host. Nothing that a cycle leaves behind depends on them: see
/// <see cref="CrewLoop{TLanes, TShape}"/>.
/// </remarks>
internal sealed class Crew : IDisposable
{
    /// <summary>Most exchanges in the queue before it must run empty.</summary>
    public const int Room = 8192;

    private const int LeastPortion = 8;
    private const int SpinsBeforeYield = 2000;
    private readonly CycleEngine engine;
    private readonly int[] actives = GC.AllocateArray<int>(Room, pinned: true);
    private readonly int[] partners = GC.AllocateArray<int>(Room, pinned: true);
    private readonly ManualResetEventSlim gate = new();
    private readonly Thread[] helpers;
    private Counters counters;
    private Func<Crew, bool>? work;
    private ExceptionDispatchInfo? failure;
    private volatile bool isOver;

    /// <summary>Starts the helpers, which sleep until a cycle begins.</summary>
    /// <param name="engine">Whose cycles they help with.</param>
    /// <param name="threads">Threads, the caller's own one included; at least 2.</param>
    public Crew(CycleEngine engine, int threads)
    {
        this.engine = engine;
        Claims = new Claims(Math.Min(Room, 8 * (int)Math.Sqrt(engine.Table.Nodes)));
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Help) { IsBackground = true, Name = $"cycle helper {i + 1}" };
            helpers[i].Start();
        }
    }

    /// <summary>Rows that the queued exchanges touch.</summary>
    public Claims Claims { get; }

    public CycleEngine Engine => engine;

    /// <summary>The running cycle's stream of random words.</summary>
    public ulong Key { get; private set; }

    /// <summary>Lets the helpers work.</summary>
    public void Begin(Func<Crew, bool> portion, ulong key)
    {
        Key = key;
        work = portion;
        gate.Set();
    }

    /// <summary>Lets the helpers sleep; the queue must be empty and done.</summary>
    public void End() => gate.Reset();

    /// <summary>Queues an exchange; nobody sees it before <see cref="Publish"/>.</summary>
    public void Put(long position, int active, int partner)
    {
        actives[position & (Room - 1)] = active;
        partners[position & (Room - 1)] = partner;
    }

    /// <summary>Exchanges published so far, ever.</summary>
    public long Published => counters.Published;

    /// <summary>Shows the exchanges up to a position to everybody.</summary>
    public void Publish(long position) => Volatile.Write(ref counters.Published, position);

    /// <summary>Takes some of the published exchanges.</summary>
    public bool TryTake(out long from, out int count)
    {
        while (true)
        {
            from = Volatile.Read(ref counters.Taken);
            long left = Volatile.Read(ref counters.Published) - from;
            count = 0;
            if (left <= 0)
                return false;
            long share = left / (2 * (helpers.Length + 1));
            count = (int)Math.Min(left, Math.Clamp(share, LeastPortion, StepBlock.Length));
            if (Interlocked.CompareExchange(ref counters.Taken, from + count, from) == from)
                return true;
        }
    }

    public int ActiveAt(long position) => actives[position & (Room - 1)];

    public int PartnerAt(long position) => partners[position & (Room - 1)];

    /// <summary>Reports exchanges that were taken as done.</summary>
    public void Report(int count) => Interlocked.Add(ref counters.Done, count);

    /// <summary>Waits until every published exchange is done.</summary>
    public void Await()
    {
        for (int spins = 0; Volatile.Read(ref counters.Done) != counters.Published; spins++)
            Pause(spins);
        failure?.Throw();
    }

    /// <summary>Ends the helpers.</summary>
    public void Dispose()
    {
        isOver = true;
        gate.Set();
        foreach (var helper in helpers)
            helper.Join();
        gate.Dispose();
    }

    private void Help()
    {
        for (int idle = 0; !isOver; idle++)
        {
            if (gate.IsSet && TryWork())
                idle = 0;
            else if (gate.IsSet || idle < SpinsBeforeYield)
                Pause(idle);
            else
                gate.Wait();
        }
    }

    private bool TryWork()
    {
        try
        {
            return work!(this);
        }
#pragma warning disable CA1031 // The thread that runs the cycle throws it again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            return true;
        }
    }

    private static void Pause(int spins)
    {
        if (spins < SpinsBeforeYield)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }

    // Each on a cache line of its own.
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
