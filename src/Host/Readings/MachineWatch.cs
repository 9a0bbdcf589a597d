using P2PCS.Host.Agent;

namespace P2PCS.Host.Readings;

/// <summary>Reads this machine again and again while the agent serves, and keeps the account of
/// when it was up. Any thread may read it.</summary>
/// <param name="reader">Reads the machine.</param>
/// <param name="ledger">The account.</param>
/// <param name="labels">What the volunteer said.</param>
/// <param name="clock">The time.</param>
public sealed class MachineWatch(
    MachineReader reader, UptimeLedger ledger, PeerLabels labels, TimeProvider clock)
{
    /// <summary>How often the machine is read unless said otherwise. Our guess: the kernel's own
    /// load averages are as old; a reading costs well under a millisecond.</summary>
    public static readonly TimeSpan DefaultPace = TimeSpan.FromSeconds(5);

    /// <summary>The shortest pace. Our guess: below it the processors' ticks are too few.
    /// </summary>
    public static readonly TimeSpan LeastPace = TimeSpan.FromMilliseconds(100);

    // What the processors do is known only between two readings.
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private volatile MachineReading reading = reader.Read(clock.GetUtcNow());
    private volatile DriverChoice? driver;
    private double availability = ledger.Availability(clock.GetUtcNow());

    /// <summary>The last reading.</summary>
    public MachineReading Reading => reading;

    /// <summary>When the agent was started, UTC.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>What the volunteer said of the machine.</summary>
    public PeerLabels Labels => labels;

    /// <summary>The share of the last seven days in which the agent was up.</summary>
    public double Availability => Volatile.Read(ref availability);

    /// <summary>What runs tasks here; null until the first self-test is over.</summary>
    public DriverChoice? Driver
    {
        get => driver;
        set => driver = value;
    }

    /// <summary>Reads on until stopped; then the account is written.</summary>
    /// <param name="pace">How often.</param>
    /// <param name="log">Told when the account cannot be written, which ends no peer.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(TimeSpan pace, AgentLog log, CancellationToken stop)
    {
        try
        {
            await Task.Delay(Second < pace ? Second : pace, clock, stop);
            while (true)
            {
                Look(log, writes: false);
                await Task.Delay(pace, clock, stop);
            }
        }
        catch (OperationCanceledException)
        {
            Look(log, writes: true);
        }
    }

    private void Look(AgentLog log, bool writes)
    {
        DateTimeOffset now = clock.GetUtcNow();
        reading = reader.Read(now);
        Volatile.Write(ref availability, ledger.Availability(now));
        try
        {
            ledger.Tick(now);
            if (writes)
                ledger.Write();
        }
        catch (IOException cause)
        {
            log.UptimeNotWritten(cause.Message);
        }
    }
}
