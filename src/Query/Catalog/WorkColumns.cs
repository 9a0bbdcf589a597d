using static P2PCS.Query.Catalog.Columns;

namespace P2PCS.Query.Catalog;

/// <summary>The tables of tasks, attempts and events.</summary>
internal static class WorkColumns
{
    private const double MostCores = 4096;

    public static Table Tasks { get; } = new("tasks",
    [
        Text("task_id", "The task's id."),
        Text("subcloud_id", "The subcloud it runs on."),
        Text("state", "'queued', 'running', 'publishing', 'succeeded', 'failed', 'cancelled' or "
            + "'aborted'."),
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
        Text("task_id", "The task it tries."),
        Whole("number", Protocol.Limits.Attempts, "Which try of the task it is, from 1."),
        Text("peer_id", "The machine that runs it."),
        Text("owner", "Id of the customer: the peer that controls the task."),
        Text("state", "'staging', 'running' or 'ended'."),
        Text("outcome", "'exited', 'timedout', 'outputlimit', 'unstartable' or 'killed', once it "
            + "ended."),
        ExitCode,
        Seconds("cpu_seconds", "Processor time used, known when it has ended and where control "
            + "groups count it."),
        Time("taken", "When the machine took it."),
        Time("started", "When its command began."),
        Time("ended", "When it ended."),
    ],
    "One row per try of a task since the agent's start, the last 10,000, held by the machine that "
        + "ran it.");

    public static Table Events { get; } = new("events",
    [
        Time("time", "When the peer saw it."),
        Whole("number", 1e15, "Counts the events of this peer since its start, from 1."),
        Text("kind", "What happened, such as 'peer-alive' or 'task-state'."),
        Text("peer_id", "The peer that saw it."),
        Text("about", "The peer it happened to, if to one."),
        Text("subject", "The subcloud, task or statement it is about, in hex."),
        Whole("value", 1e18, "A number that goes with the kind, such as the new state.") with
        {
            Low = -1e18,
        },
    ],
    "The last 1,000 events that a peer noted, held by that peer.");

    private static Column ExitCode =>
        Whole("exit_code", int.MaxValue, "The command's exit code.") with { Low = int.MinValue };
}
