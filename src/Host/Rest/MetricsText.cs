using System.Globalization;
using System.Text;
using P2PCS.Host.Rest.Bodies;

namespace P2PCS.Host.Rest;

/// <summary>What a peer says of itself in Prometheus' text format, version 0.0.4.</summary>
public sealed class MetricsText
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    private MetricsText()
    {
    }

    /// <summary>Writes all metrics of a peer.</summary>
    /// <param name="self">What <c>GET /v1/self</c> would answer.</param>
    /// <returns>The text, which ends with a line feed.</returns>
    public static string Of(SelfBody self)
    {
        var metrics = new MetricsText();
        metrics.WriteTraffic(self.Traffic);
        metrics.WritePeer(self);
        metrics.WriteProcess(self);
        return metrics.text.ToString();
    }

    private void WriteTraffic(TrafficBody traffic)
    {
        Head("p2pcs_frames_total", "counter", "Datagrams by direction and kind.");
        foreach (KindTrafficBody row in traffic.Kinds)
            Row("p2pcs_frames_total", LabelsOf(row), row.Frames);
        Head("p2pcs_frame_bytes_total", "counter", "Bytes of datagrams by direction and kind.");
        foreach (KindTrafficBody row in traffic.Kinds)
            Row("p2pcs_frame_bytes_total", LabelsOf(row), row.Bytes);
        Head("p2pcs_refused_total", "counter", "Datagrams refused, by reason.");
        foreach ((string reason, long count) in traffic.Refused)
            Row("p2pcs_refused_total", $"{{reason=\"{reason}\"}}", count);
        Head("p2pcs_dropped_total", "counter", "Datagrams dropped because the mailbox was full.");
        Row("p2pcs_dropped_total", "", traffic.Dropped);
    }

    private void WritePeer(SelfBody self)
    {
        Head("p2pcs_peers", "gauge", "Other peers known, by state.");
        Row("p2pcs_peers", "{state=\"alive\"}", self.Peers.Alive);
        Row("p2pcs_peers", "{state=\"unreachable\"}", self.Peers.Unreachable);
        Row("p2pcs_peers", "{state=\"left\"}", self.Peers.Left);
        Head("p2pcs_leases", "gauge", "Slots that this machine has promised.");
        Row("p2pcs_leases", "", self.Leases.Count);
        Head("p2pcs_attempts", "gauge", "Tasks that run on this machine.");
        Row("p2pcs_attempts", "", self.Attempts.Count);
        Head("p2pcs_boot_epoch", "gauge", "How often this identity has started.");
        Row("p2pcs_boot_epoch", "", self.Epoch);
    }

    private void WriteProcess(SelfBody self)
    {
        Head("process_cpu_seconds_total", "counter", "Processor time, user and kernel.");
        Row("process_cpu_seconds_total", "", self.Process.CpuSeconds);
        Head("process_resident_memory_bytes", "gauge", "Resident memory.");
        Row("process_resident_memory_bytes", "", self.Process.RssBytes);
        Head("process_start_time_seconds", "gauge", "Start, Unix time.");
        Row("process_start_time_seconds", "", self.StartedAt.ToUnixTimeMilliseconds() / 1000.0);
        Head("p2pcs_heap_bytes", "gauge", "Managed memory in use or not yet collected.");
        Row("p2pcs_heap_bytes", "", self.Process.HeapBytes);
        Head("p2pcs_threads", "gauge", "Threads of the operating system.");
        Row("p2pcs_threads", "", self.Process.Threads);
    }

    private static string LabelsOf(KindTrafficBody row) =>
        $"{{direction=\"{row.Direction}\",kind=\"{row.Kind}\"}}";

    private void Head(string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private void Row(string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
}
