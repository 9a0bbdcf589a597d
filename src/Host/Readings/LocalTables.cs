using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Host.Rest;
using P2PCS.Node;
using P2PCS.Protocol;
using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Host.Readings;

/// <summary>The rows that this machine holds of every table. To be used on the node's thread.
/// </summary>
/// <param name="node">What the node knows.</param>
/// <param name="watch">What the machine tells.</param>
/// <param name="attempts">What ran here.</param>
/// <param name="events">What happened here.</param>
public sealed class LocalTables(
    PeerNode node, MachineWatch watch, AttemptLog attempts, EventLog events)
{
    private static readonly TableShape<(Lease Lease, string Peer)> Leases = new(Schema.Leases, new()
    {
        ["lease_id"] = row => Value.Of($"{row.Lease.Fence.Epoch}.{row.Lease.Fence.Counter}"),
        ["peer_id"] = row => Value.Of(row.Peer),
        ["subcloud_id"] = row => Value.Of(Names.Subcloud(row.Lease.Subcloud)),
        ["holder"] = row => Value.Of(row.Lease.Customer.ToString()),
        ["state"] = row => Value.Of(row.Lease.Active ? "active" : "held"),
        ["cpu"] = row => Cells.Cores(row.Lease.Resources),
        ["mem"] = row => Cells.Bytes(row.Lease.Resources),
        ["expires"] = row => Cells.Time(row.Lease.ExpiresAt),
    });

    private static readonly TableShape<(Subcloud Of, string Peer)> Subclouds = new(
        Schema.Subclouds, new()
        {
            ["subcloud_id"] = row => Value.Of(Names.Subcloud(row.Of.Spec.Id)),
            ["name"] = row => Value.Of(row.Of.Spec.Name),
            ["controller"] = row => Value.Of(row.Peer),
            ["state"] = row => Value.Of(Picture.Word(row.Of.State)),
            ["requested"] = row => Value.Of((long)row.Of.Spec.Count),
            ["min"] = row => Value.Of((long)row.Of.Spec.Min),
            ["ready"] = row => Value.Of(row.Of.IsEnded ? 0L : row.Of.Ready),
            ["lost"] = row => Value.Of(
                row.Of.Members.LongCount(member => member.State == MemberState.Lost)),
            ["cpu"] = row => Cells.Cores(row.Of.Spec.Resources),
            ["mem"] = row => Cells.Bytes(row.Of.Spec.Resources),
            ["created"] = row => Cells.Time(row.Of.CreatedAt),
            ["expires"] = row => Cells.Time(row.Of.ExpiresAt),
            ["reason.code"] = row => Value.Of(Reasons.Of(row.Of)?.Code),
        });

    private static readonly TableShape<TaskEntry> Tasks = new(Schema.Tasks, new()
    {
        ["task_id"] = task => Value.Of(Names.Task(task.Id)),
        ["subcloud_id"] = task => Value.Of(Names.Subcloud(task.Order.Subcloud)),
        ["state"] = task => Value.Of(Picture.Word(task.State)),
        ["reason.code"] = task => task.Reason == Allocation.ReasonCode.None
            ? Value.Null
            : Value.Of(Reasons.Of(task.Reason).Code),
        ["exit_code"] = task => task.ExitCode is { } code ? Value.Of((long)code) : Value.Null,
        ["attempts"] = task => Value.Of((long)task.Tries.Count),
        ["cpu"] = task => Cells.Cores(task.Order.Resources),
        ["mem"] = task => Cells.Bytes(task.Order.Resources),
        ["created"] = task => Cells.Time(task.CreatedAt),
        ["started"] = task => task.Tries.Count == 0
            ? Value.Null
            : Cells.Time(task.Tries[^1].StartedAt),
        ["ended"] = task => Cells.Time(task.EndedAt),
    });

    private static readonly TableShape<(AttemptLine Line, string Peer)> Attempts = new(
        Schema.Attempts, new()
        {
            ["task_id"] = row => Value.Of(Names.Task(row.Line.Key.Task)),
            ["number"] = row => Value.Of((long)row.Line.Key.Number),
            ["peer_id"] = row => Value.Of(row.Peer),
            ["owner"] = row => Value.Of(row.Line.Customer.ToString()),
            ["state"] = row => Value.Of(Picture.Word(row.Line.State)),
            ["outcome"] = row => row.Line.Outcome == AttemptOutcome.None
                ? Value.Null
                : Value.Of(Picture.Word(row.Line.Outcome)),
            ["exit_code"] = row => row.Line.Outcome == AttemptOutcome.Exited
                ? Value.Of((long)row.Line.ExitCode)
                : Value.Null,
            ["cpu_seconds"] = row => Cells.Seconds(row.Line.Cpu),
            ["taken"] = row => Cells.Time(row.Line.TakenAt),
            ["started"] = row => Cells.Time(row.Line.StartedAt),
            ["ended"] = row => Cells.Time(row.Line.EndedAt),
        });

    private static readonly TableShape<(EventLine Line, string Peer)> Events = new(
        Schema.Events, new()
        {
            ["time"] = row => Cells.Time(row.Line.At),
            ["number"] = row => Value.Of(row.Line.Number),
            ["kind"] = row => Value.Of(Cells.Dashed($"{row.Line.Happened.Kind}")),
            ["peer_id"] = row => Value.Of(row.Peer),
            ["about"] = row => row.Line.Happened.Peer.IsNone
                ? Value.Null
                : Value.Of(row.Line.Happened.Peer.ToString()),
            ["subject"] = row => row.Line.Happened.Subject == 0
                ? Value.Null
                : Value.Of($"{row.Line.Happened.Subject:x32}"),
            ["value"] = row => Value.Of(row.Line.Happened.Value),
        });

    /// <summary>The rows of a table.</summary>
    /// <param name="table">One of <see cref="Schema"/>.</param>
    public IEnumerable<Row> Rows(Table table)
    {
        string peer = node.Self.Id.ToString();
        return table.Name switch
        {
            "peers" => [new MachineRow(node, watch)],
            "leases" => [.. LeasesHere().Select(lease => Leases.Of((lease, peer)))],
            "subclouds" => node.Controller.Subclouds.Select(one => Subclouds.Of((one, peer))),
            "tasks" => node.Dispatcher.Tasks.Select(Tasks.Of),
            "attempts" => attempts.Lines().Select(line => Attempts.Of((line, peer))),
            "events" => events.Lines().Select(line => Events.Of((line, peer))),
            _ => [],
        };
    }

    private Lease[] LeasesHere() => node.Ledger.Leases.ToArray();
}
