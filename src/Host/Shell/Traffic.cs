using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>
/// Counts datagrams by kind and direction. The node's thread counts and marks, any thread reads
/// without a lock; counting allocates nothing, marking one small object a second.
/// </summary>
public sealed class Traffic
{
    private const int SecondsRemembered = 10;
    private static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(1);

    private readonly TrafficLane sent = new();
    private readonly TrafficLane received = new();
    private readonly TrafficMark[] marks = new TrafficMark[SecondsRemembered + 1];
    private int marked;
    private Instant lastMark = new(long.MinValue / 2);
    private RecentCosts recent = RecentCosts.None;
    private long dropped;

    /// <summary>Nothing counted yet.</summary>
    public Traffic()
    {
        for (int i = 0; i < marks.Length; i++)
            marks[i] = new TrafficMark();
    }

    /// <summary>Datagrams sent, by kind.</summary>
    public TrafficLane Sent => sent;

    /// <summary>Datagrams the node took; refused ones count as <see cref="MessageKind.None"/>.
    /// </summary>
    public TrafficLane Received => received;

    /// <summary>Rates over the last ten seconds, at most a second old while the node runs.
    /// </summary>
    public RecentCosts Recent => Volatile.Read(ref recent);

    /// <summary>Datagrams dropped because the mailbox was full.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Takes note of the moment's counts once a second; cheap when called more often.
    /// </summary>
    /// <param name="now">The moment; never earlier than the last one.</param>
    /// <returns>Whether a second had passed.</returns>
    public bool Mark(Instant now)
    {
        if (now - lastMark < MarkEvery)
            return false;
        lastMark = now;
        TrafficMark latest = marks[marked++ % marks.Length];
        latest.Take(now, sent, received);
        TrafficMark oldest = marks[marked < marks.Length ? 0 : marked % marks.Length];
        if (latest.At > oldest.At)
            Volatile.Write(ref recent, RecentCosts.Between(oldest, latest));
        return true;
    }

    /// <summary>Counts a datagram that was dropped because the mailbox was full; any thread.
    /// </summary>
    public void Drop() => Interlocked.Increment(ref dropped);
}
