using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Shell;
using P2PCS.Protocol;

namespace P2PCS.Host.Rest;

/// <summary>Counts and rates as the facade shows them.</summary>
internal static class CostsPicture
{
    private static readonly MessageKind[] Kinds = Enum.GetValues<MessageKind>();

    public static TrafficBody TrafficOf(
        Traffic traffic, IReadOnlyDictionary<string, long> refused)
    {
        RecentCosts recent = traffic.Recent;
        return new TrafficBody(
            traffic.Sent.AllFrames,
            traffic.Sent.AllBytes,
            traffic.Received.AllFrames,
            traffic.Received.AllBytes,
            traffic.Dropped,
            refused,
            new RecentTrafficBody(
                Round(recent.Seconds),
                Round(recent.AllSentFrames),
                Round(recent.AllSentBytes),
                Round(recent.AllReceivedFrames),
                Round(recent.AllReceivedBytes)),
            [
                .. RowsOf("sent", traffic.Sent, recent.Sent),
                .. RowsOf("received", traffic.Received, recent.Received),
            ]);
    }

    public static ProcessBody ProcessOf(RecentCosts recent)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new ProcessBody(
            Math.Round(Environment.CpuUsage.TotalTime.TotalSeconds, 3),
            Math.Round(recent.CpuShare, 5),
            process.WorkingSet64,
            GC.GetTotalMemory(forceFullCollection: false),
            process.Threads.Count);
    }

    private static IEnumerable<KindTrafficBody> RowsOf(
        string direction, TrafficLane lane, Func<MessageKind, (double Frames, double Bytes)> rate)
    {
        foreach (MessageKind kind in Kinds)
        {
            if (lane.Frames(kind) == 0)
                continue;
            (double frames, double bytes) = rate(kind);
            yield return new KindTrafficBody(
                NameOf(kind),
                direction,
                lane.Frames(kind),
                lane.Bytes(kind),
                Round(frames),
                Round(bytes));
        }
    }

    private static string NameOf(MessageKind kind)
    {
        string name = Enum.GetName(kind)!;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static double Round(double rate) => Math.Round(rate, 2);
}
