using P2PCS.Host.Cli;
using P2PCS.Membership.Peers;
using P2PCS.Node;
using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Host.Readings;

/// <summary>This machine's row of the table of peers. To be read on the node's thread.</summary>
/// <param name="node">What the node knows.</param>
/// <param name="watch">What the machine tells.</param>
public sealed class MachineRow(PeerNode node, MachineWatch watch) : Row
{
    private const string Process = "process";

    // Coarse columns are rounded by their owner: nobody is recognised by an odd availability.
    private const double Step = 0.05;

    private static readonly int LabelAt = Schema.Peers.Find("label");
    private static readonly int DriverAt = Schema.Peers.Find("driver");
    private static readonly TableShape<MachineRow> Shape = new(Schema.Peers, new()
    {
        ["peer_id"] = row => Value.Of(row.Node.Self.Id.ToString()),
        ["state"] = row => Value.Of(StateOf(row.Node.Ledger.Leases.Length, row.Status)),
        ["site"] = row => Value.Of(row.Watch.Labels.Site),
        ["region"] = row => Value.Of(row.Watch.Labels.Region),
        ["agent.version"] = _ => Value.OfVersion(CommandLine.Version),
        ["agent.uptime"] = row => Cells.Seconds(row.Reading.At - row.Watch.StartedAt),
        ["uptime"] = row => Cells.Seconds(row.Reading.Uptime),
        ["availability"] = row => Value.Of(
            Math.Round(row.Watch.Availability / Step) * Step, Unit.Ratio),
        ["accepts"] = row => Value.Of(row.Status.Accepts),
        ["label"] = _ => Value.Null,
        ["driver"] = _ => Value.Null,
        ["driver.process.startMs"] = row => Cells.Number(
            row.Watch.Driver is { Driver: not null } works
                ? works.Report.Took.TotalMilliseconds
                : null),
        ["os.family"] = row => Value.Of(row.Reading.Facts.OsFamily),
        ["os.name"] = row => Value.Of(row.Reading.Facts.OsName),
        ["os.version"] = row => Value.OfVersion(row.Reading.Facts.OsVersion),
        ["kernel"] = row => Value.Of(row.Reading.Facts.Kernel),
        ["arch"] = row => Value.Of(row.Reading.Facts.Architecture),
        ["cpu.model"] = row => Value.Of(row.Reading.Facts.CpuModel),
        ["cpu.cores"] = row => Cells.Number(row.Reading.Cores),
        ["cpu.free"] = row => Cells.Number(row.Reading.CpuFree),
        ["load1"] = row => Cells.Number(row.Reading.Load1),
        ["load5"] = row => Cells.Number(row.Reading.Load5),
        ["load15"] = row => Cells.Number(row.Reading.Load15),
        ["mem.total"] = row => Cells.Bytes(row.Reading.MemTotal),
        ["mem.free"] = row => Cells.Bytes(row.Reading.MemFree),
        ["disk.total"] = row => Cells.Bytes(row.Reading.DiskTotal),
        ["disk.free"] = row => Cells.Bytes(row.Reading.DiskFree),
        ["slots.total"] = row => Value.Of((long)(row.Status.Total.CpuMilli / 1000)),
        ["slots.free"] = row => Value.Of((long)(row.Status.Free.CpuMilli / 1000)),
        ["leases"] = row => Value.Of((long)row.Node.Ledger.Leases.Length),
        ["tasks"] = row => Value.Of(row.Node.Attempts.Attempts.LongCount(a => a.Occupies)),
        ["net.rttMs"] = row => Cells.Number(MedianTrip(row.Node.Peers)),
        ["coord.x"] = row => Milliseconds(row.Node.Place.X),
        ["coord.y"] = row => Milliseconds(row.Node.Place.Y),
        ["coord.height"] = row => Milliseconds(row.Node.Place.Height),
        ["coord.error"] = row => Value.Of(row.Node.Place.Error, Unit.Ratio),
        ["address"] = _ => Value.Null,
    });

    private PeerNode Node => node;

    private MachineWatch Watch => watch;

    private MachineReading Reading => watch.Reading;

    private PeerStatus Status => node.Ledger.Status;

    /// <inheritdoc/>
    public override Value this[int column] => Shape.Read(this, column);

    /// <summary>How much of what a machine lends is leased.</summary>
    /// <param name="leases">Leases it has granted, holds included.</param>
    /// <param name="status">What it offers and has free.</param>
    /// <returns><c>available</c>, <c>partial</c> or <c>busy</c>.</returns>
    public static string StateOf(int leases, PeerStatus status) =>
        leases == 0 ? "available"
        : status.Free.CpuMilli == 0 || status.Free.MemMiB == 0 ? "busy"
        : "partial";

    /// <inheritdoc/>
    public override Value ItemOf(int column, string name)
    {
        if (column == LabelAt)
            return Value.Of(watch.Labels.Labels.GetValueOrDefault(name));
        return column == DriverAt && name == Process
            ? Value.Of(watch.Driver?.Driver?.Name)
            : Value.Null;
    }

    private static Value Milliseconds(float time) =>
        Value.Of(Math.Round(time / 1000.0, 6), Unit.Seconds);

    private static double? MedianTrip(PeerTable peers)
    {
        var trips = new List<float>();
        for (int handle = 0; handle < peers.End; handle++)
        {
            if (peers.IsTaken(handle) && peers.IsPresent(handle) && peers[handle].RoundTrip > 0)
                trips.Add(peers[handle].RoundTrip);
        }

        trips.Sort();
        return trips.Count == 0 ? null
            : (trips[(trips.Count - 1) / 2] + trips[trips.Count / 2]) / 2;
    }
}
