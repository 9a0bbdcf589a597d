using static P2PCS.Query.Catalog.Columns;

namespace P2PCS.Query.Catalog;

/// <summary>The tables of tasks, attempts and events.</summary>
internal static class WorkColumns
{
    private const double MostCores = 4096;

    public static Table Tasks { get; } = new("tasks",
    [
        Text("task_id", "The task's id."),
        Text("name", "The name its customer gave it."),
        Text("batch", "The batch it belongs to."),
        Text("subcloud_id", "The subcloud it runs on."),
        Text("state", "'queued', 'running', 'publishing', 'succeeded', 'failed', 'cancelled' or "
            + "'aborted'."),
        Text("outcome", "The final state, once it has one."),
        Text("reason.code", "Why it waits or ended, as a word."),
        ExitCode,
        Whole("attempts", Protocol.Limits.Attempts, "Tries so far."),
        Number("cpu", MostCores, "Processor cores it needs."),
        Bytes("mem", "Memory it needs."),
        Time("created", "When it was submitted."),
        Time("started", "When its last attempt began."),
        Time("ended", "When it reached a final state."),
    ],
    "One row per task, held by the peer that coordinates it.");

    public static Table Attempts { get; } = new("attempts",
    [
        Text("attempt_id", "The attempt's id."),
        Text("task_id", "The task it tries."),
        Text("peer_id", "The machine that runs it."),
        Text("subcloud_id", "The subcloud it belongs to."),
        Text("state", "Where it is in its life."),
        Text("outcome", "How it ended, once it did."),
        Text("reason.code", "Why it ended, as a word."),
        ExitCode,
        Text("driver", "How it runs."),
        Seconds("cpu_seconds", "Processor time used."),
        Bytes("mem.max", "Most memory used."),
        Time("started", "When it began."),
        Time("ended", "When it ended."),
    ],
    "One row per try of a task, held by the machine that runs it.");

    public static Table Events { get; } = new("events",
    [
        Time("time", "When the peer saw it."),
        Text("kind", "What happened, as a word."),
        Text("peer_id", "The peer that saw it."),
        Text("subject", "Id of what it happened to."),
        Text("message", "A sentence for people."),
    ],
    "What happened lately, held by the peer that saw it.");

    private static Column ExitCode =>
        Whole("exit_code", int.MaxValue, "The command's exit code.") with { Low = int.MinValue };
}
