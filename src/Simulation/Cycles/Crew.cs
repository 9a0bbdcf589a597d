using System.Runtime.ExceptionServices;

#pragma warning disable RS0030 // The rule is for kernels; these threads step the table's loop.

namespace P2PCS.Simulation.Cycles;

/// <summary>
/// Threads that help the one that runs a cycle, which queues exchanges without a row in common:
/// everybody takes portions of them. The only threads of the simulator.
/// </summary>
internal sealed class Crew : IDisposable
{
    private const int SpinsBeforeYield = 2000;

    // Longer rounds need fewer meetings of the threads, but more exchanges wait for their ends:
    // 1 in 250 at a million nodes.
    private const int RootsPerRound = 4;
    private readonly ManualResetEventSlim gate = new();
    private readonly Thread[] helpers;
    private Func<Crew, NameMarks, bool>? portion;
    private ExceptionDispatchInfo? failure;
    private volatile bool isOver;

    /// <summary>Starts the helpers, which sleep until a cycle begins.</summary>
    /// <param name="engine">Whose cycles they help with.</param>
    /// <param name="threads">Threads, the caller's own one included.</param>
    public Crew(CycleEngine engine, int threads)
    {
        Engine = engine;
        Queue = new ExchangeQueue(threads);
        int root = (int)Math.Sqrt(engine.Table.Nodes);
        Horizon = Math.Min(ExchangeQueue.Room, RootsPerRound * root);
        Claims = new Claims(Horizon);
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Help) { IsBackground = true, Name = "cycle helper" };
            helpers[i].Start();
        }
    }

    /// <summary>Whose cycles they run.</summary>
    public CycleEngine Engine { get; }

    /// <summary>Exchanges for everybody.</summary>
    public ExchangeQueue Queue { get; }

    /// <summary>Most exchanges in a round.</summary>
    public int Horizon { get; }

    /// <summary>Rows that the queued exchanges touch.</summary>
    public Claims Claims { get; }

    /// <summary>The running cycle's stream of random words.</summary>
    public ulong Key { get; private set; }

    /// <summary>Lets the helpers work.</summary>
    /// <param name="portion">Takes a portion out of the queue and runs it; false if there was
    /// none.</param>
    /// <param name="key">The cycle's stream of random words.</param>
    public void Begin(Func<Crew, NameMarks, bool> portion, ulong key)
    {
        Key = key;
        this.portion = portion;
        gate.Set();
    }

    /// <summary>Helps until every queued exchange is done.</summary>
    /// <exception cref="Exception">What went wrong on any thread.</exception>
    public void Finish()
    {
        while (portion!(this, Engine.Marks))
        {
        }

        for (int spins = 0; !Queue.IsDone; spins++)
            Pause(spins);
        failure?.Throw();
    }

    /// <summary>Lets the helpers sleep; the queue must be done.</summary>
    public void End() => gate.Reset();

    /// <summary>Ends the helpers.</summary>
    public void Dispose()
    {
        isOver = true;
        gate.Set();
        foreach (Thread helper in helpers)
            helper.Join();
        gate.Dispose();
    }

    private void Help()
    {
        var marks = new NameMarks();
        for (int idle = 0; !isOver; idle++)
        {
            if (gate.IsSet && TryPortion(marks))
                idle = 0;
            else if (gate.IsSet || idle < SpinsBeforeYield)
                Pause(idle);
            else
                gate.Wait();
        }
    }

    private bool TryPortion(NameMarks marks)
    {
        try
        {
            return portion!(this, marks);
        }
#pragma warning disable CA1031 // Whatever goes wrong is thrown again by the thread of the cycle.
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(wrong), null);
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
}
