using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>
/// The one clock of a peer: counts from the Unix epoch like the wall's, but runs by the monotonic
/// clock, so it never goes back while the process lives.
/// </summary>
public sealed class HostClock
{
    private readonly TimeProvider time;
    private readonly long startTicks;
    private readonly long startStamp;

    /// <summary>Reads the wall clock once and counts from there.</summary>
    public HostClock(TimeProvider time)
    {
        this.time = time;
        startTicks = time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        startStamp = time.GetTimestamp();
    }

    /// <summary>The present moment.</summary>
    public Instant Now => new(startTicks + time.GetElapsedTime(startStamp).Ticks);

    /// <summary>A moment as people read it.</summary>
    public static DateTimeOffset ToUtc(Instant moment) =>
        DateTimeOffset.UnixEpoch.AddTicks(moment.Ticks);

    /// <summary>Whole seconds since the Unix epoch.</summary>
    public static long ToUnixSeconds(Instant moment) => moment.Ticks / TimeSpan.TicksPerSecond;
}
