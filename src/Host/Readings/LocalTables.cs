using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Host.Rest;
using P2PCS.Node;
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
    private static readonly TableShape<Held<Lease>> Leases = new(Schema.Leases, new()
    {
        ["lease_id"] = row => Value.Of($"{row.Of.Fence.Epoch}.{row.Of.Fence.Counter}"),
        ["peer_id"] = row => Value.Of(row.By.ToString()),
        ["subcloud_id"] = row => Value.Of(Names.Subcloud(row.Of.Subcloud)),
        ["holder"] = row => Value.Of(row.Of.Customer.ToString()),
        ["state"] = row => Value.Of(row.Of.Active ? "active" : "held"),
        ["cpu"] = row => Cells.Cores(row.Of.Resources),
        ["mem"] = row => Cells.Bytes(row.Of.Resources),
        ["expires"] = row => Cells.Time(row.Of.ExpiresAt),
    });

    private static readonly TableShape<Held<Subcloud>> Subclouds = new(
        Schema.Subclouds, new()
        {
            ["subcloud_id"] = row => Value.Of(Names.Subcloud(row.Of.Spec.Id)),
            ["name"] = row => Value.Of(row.Of.Spec.Name),
            ["controller"] = row => Value.Of(row.By.ToString()),
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

    private static readonly TableShape<Held<TaskEntry>> Tasks = new(Schema.Tasks, new()
    {
        ["task_id"] = row => Value.Of(Names.Task(row.Of.Id)),
        ["subcloud_id"] = row => Value.Of(Names.Subcloud(row.Of.Order.Subcloud)),
        ["state"] = row => Value.Of(Picture.Word(row.Of.State)),
        ["reason.code"] = row => row.Of.Reason == Allocation.ReasonCode.None
            ? Value.Null
            : Value.Of(Reasons.Of(row.Of.Reason).Code),
        ["exit_code"] = row => row.Of.ExitCode is { } code ? Value.Of((long)code) : Value.Null,
        ["attempts"] = row => Value.Of((long)row.Of.Tries.Count),
        ["cpu"] = row => Cells.Cores(row.Of.Order.Resources),
        ["mem"] = row => Cells.Bytes(row.Of.Order.Resources),
        ["created"] = row => Cells.Time(row.Of.CreatedAt),
        ["started"] = row => row.Of.Tries.Count == 0
            ? Value.Null
            : Cells.Time(row.Of.Tries[^1].StartedAt),
        ["ended"] = row => Cells.Time(row.Of.EndedAt),
    });

    private static readonly TableShape<Held<AttemptLine>> Attempts = new(
        Schema.Attempts, new()
        {
            ["task_id"] = row => Value.Of(Names.Task(row.Of.Key.Task)),
            ["number"] = row => Value.Of((long)row.Of.Key.Number),
            ["peer_id"] = row => Value.Of(row.By.ToString()),
            ["owner"] = row => Value.Of(row.Of.Customer.ToString()),
            ["state"] = row => Value.Of(Picture.Word(row.Of.State)),
            ["outcome"] = row => row.Of.Outcome == AttemptOutcome.None
                ? Value.Null
                : Value.Of(Picture.Word(row.Of.Outcome)),
            ["exit_code"] = row => row.Of.Outcome == AttemptOutcome.Exited
                ? Value.Of((long)row.Of.ExitCode)
                : Value.Null,
            ["cpu_seconds"] = row => Cells.Seconds(row.Of.Cpu),
            ["taken"] = row => Cells.Time(row.Of.TakenAt),
            ["started"] = row => Cells.Time(row.Of.StartedAt),
            ["ended"] = row => Cells.Time(row.Of.EndedAt),
        });

    private static readonly TableShape<Held<EventLine>> Events = new(
        Schema.Events, new()
        {
            ["time"] = row => Cells.Time(row.Of.At),
            ["number"] = row => Value.Of(row.Of.Number),
            ["kind"] = row => Value.Of(Cells.Dashed($"{row.Of.Happened.Kind}")),
            ["peer_id"] = row => Value.Of(row.By.ToString()),
            ["about"] = row => row.Of.Happened.Peer.IsNone
                ? Value.Null
                : Value.Of(row.Of.Happened.Peer.ToString()),
            ["subject"] = row => row.Of.Happened.Subject == 0
                ? Value.Null
                : Value.Of($"{row.Of.Happened.Subject:x32}"),
            ["value"] = row => Value.Of(row.Of.Happened.Value),
        });

    /// <summary>The rows of a table.</summary>
    /// <param name="table">One of <see cref="Schema"/>.</param>
    public IReadOnlyList<Row> Rows(Table table) => table.Name switch
    {
        "peers" => [new MachineRow(node, watch)],
        "leases" => Of(Leases, node.Ledger.Leases.ToArray()),
        "subclouds" => Of(Subclouds, node.Controller.Subclouds),
        "tasks" => Of(Tasks, node.Dispatcher.Tasks),
        "attempts" => Of(Attempts, attempts.Lines()),
        "events" => Of(Events, events.Lines()),
        _ => [],
    };

    private ShapedRows<Held<T>> Of<T>(TableShape<Held<T>> shape, IReadOnlyList<T> subjects) =>
        new(shape, new HeldList<T>(subjects, node.Self.Id));
}
