using P2PCS.Protocol;

namespace P2PCS.Host.Shell;

/// <summary>What a peer cost lately: rates between two moments. Never changes.</summary>
public sealed class RecentCosts
{
    private readonly double[] sentFrames = new double[TrafficLane.Kinds];
    private readonly double[] sentBytes = new double[TrafficLane.Kinds];
    private readonly double[] receivedFrames = new double[TrafficLane.Kinds];
    private readonly double[] receivedBytes = new double[TrafficLane.Kinds];

    private RecentCosts(double seconds, double cpuShare)
    {
        Seconds = seconds;
        CpuShare = cpuShare;
    }

    /// <summary>Nothing measured yet: all rates are 0.</summary>
    public static RecentCosts None { get; } = new(0, 0);

    /// <summary>Seconds between the two moments, about 10; less after a start, 0 for none.
    /// </summary>
    public double Seconds { get; }

    /// <summary>Processor time per second: 1 is one core, all the time.</summary>
    public double CpuShare { get; }

    /// <summary>Datagrams of all kinds sent per second.</summary>
    public double AllSentFrames => sentFrames.Sum();

    /// <summary>Bytes of all kinds sent per second.</summary>
    public double AllSentBytes => sentBytes.Sum();

    /// <summary>Datagrams of all kinds taken per second.</summary>
    public double AllReceivedFrames => receivedFrames.Sum();

    /// <summary>Bytes of all kinds taken per second.</summary>
    public double AllReceivedBytes => receivedBytes.Sum();

    /// <summary>Datagrams and bytes of one kind sent per second.</summary>
    public (double Frames, double Bytes) Sent(MessageKind kind) =>
        (sentFrames[(int)kind], sentBytes[(int)kind]);

    /// <summary>Datagrams and bytes of one kind taken per second.</summary>
    public (double Frames, double Bytes) Received(MessageKind kind) =>
        (receivedFrames[(int)kind], receivedBytes[(int)kind]);

    internal static RecentCosts Between(TrafficMark older, TrafficMark newer)
    {
        double seconds = (newer.At - older.At).TotalSeconds;
        var costs = new RecentCosts(seconds, (newer.Cpu - older.Cpu).TotalSeconds / seconds);
        Rates(older.SentFrames, newer.SentFrames, seconds, costs.sentFrames);
        Rates(older.SentBytes, newer.SentBytes, seconds, costs.sentBytes);
        Rates(older.ReceivedFrames, newer.ReceivedFrames, seconds, costs.receivedFrames);
        Rates(older.ReceivedBytes, newer.ReceivedBytes, seconds, costs.receivedBytes);
        return costs;
    }

    private static void Rates(
        ReadOnlySpan<long> older, ReadOnlySpan<long> newer, double seconds, Span<double> rates)
    {
        for (int i = 0; i < rates.Length; i++)
            rates[i] = (newer[i] - older[i]) / seconds;
    }
}
