using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>All counts at one moment; reused, so taking one allocates nothing.</summary>
internal sealed class TrafficMark
{
    public Instant At { get; private set; }

    /// <summary>Processor time of the process so far, user and kernel.</summary>
    public TimeSpan Cpu { get; private set; }

    public long[] SentFrames { get; } = new long[TrafficLane.Kinds];

    public long[] SentBytes { get; } = new long[TrafficLane.Kinds];

    public long[] ReceivedFrames { get; } = new long[TrafficLane.Kinds];

    public long[] ReceivedBytes { get; } = new long[TrafficLane.Kinds];

    public void Take(Instant now, TrafficLane sent, TrafficLane received)
    {
        At = now;
        Cpu = Environment.CpuUsage.TotalTime;
        sent.CopyTo(SentFrames, SentBytes);
        received.CopyTo(ReceivedFrames, ReceivedBytes);
    }
}
