using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>
/// The one clock of a peer: counts from the Unix epoch like the wall's, but runs by the monotonic
/// clock, so it never goes back while the process lives. Where the wall's is ahead, as after a
/// machine slept or got the right time late, it steps forward. Any thread may read it.
/// </summary>
public sealed class HostClock
{
    private readonly TimeProvider time;
    private readonly long startTicks;
    private readonly long startStamp;
    private long ahead;

    /// <summary>Reads the wall clock and counts from there.</summary>
    public HostClock(TimeProvider time)
    {
        this.time = time;
        startTicks = time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        startStamp = time.GetTimestamp();
    }

    /// <summary>How far the wall's clock may be ahead before this one follows. Our guess: more
    /// than corrections of a synchronised clock, less than any time limit between peers.
    /// </summary>
    public static TimeSpan Slack { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The present moment.</summary>
    public Instant Now
    {
        get
        {
            long steady = startTicks + time.GetElapsedTime(startStamp).Ticks;
            long wall = time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
            long lead = Interlocked.Read(ref ahead);
            while (wall - steady - lead > Slack.Ticks)
            {
                long seen = Interlocked.CompareExchange(ref ahead, wall - steady, lead);
                lead = seen == lead ? wall - steady : seen;
            }

            return new Instant(steady + lead);
        }
    }

    /// <summary>A moment as people read it.</summary>
    public static DateTimeOffset ToUtc(Instant moment) =>
        DateTimeOffset.UnixEpoch.AddTicks(moment.Ticks);

    /// <summary>Whole seconds since the Unix epoch.</summary>
    public static long ToUnixSeconds(Instant moment) => moment.Ticks / TimeSpan.TicksPerSecond;
}
