using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tasks;

/// <summary>
/// The customer's side of tasks: gives queued tasks to members with room, runs the tasks of lost
/// members again elsewhere, and accepts exactly one result per task.
/// </summary>
/// <param name="options">Parameters of leases; their resend time is used for assignments.</param>
/// <param name="controller">The subclouds that tasks run on.</param>
public sealed class TaskDispatcher(LeaseOptions options, SubcloudController controller)
{
    // An assignment that stays unanswered this many times is given up.
    private const int AssignSends = 12;

    private readonly TaskCatalog catalog = new();
    private readonly List<Workbench> benches = [];
    private readonly TaskProgress progress = new(options);
    private long controllerVersion;
    private long ownVersion;

    /// <summary>All tasks, oldest first; ended ones are kept for a while.</summary>
    public IReadOnlyList<TaskEntry> Tasks => catalog.Tasks;

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>Grows with every change.</summary>
    public long Version => ownVersion + progress.Version;

    /// <summary>The task of that name, or null.</summary>
    public TaskEntry? Find(UInt128 id) => catalog.Find(id);

    /// <summary>Queues a task; submitting the same id again changes nothing.</summary>
    public SubmitOutcome Submit(Instant now, UInt128 id, in TaskOrder order, Outbox outbox)
    {
        if (Find(id) is not null)
            return SubmitOutcome.Queued;
        Subcloud? subcloud = controller.Find(order.Subcloud);
        if (subcloud is null)
            return SubmitOutcome.NoSubcloud;
        if (subcloud.IsEnded || subcloud.State == SubcloudState.Releasing)
            return SubmitOutcome.SubcloudEnded;
        if (!order.Resources.FitsIn(subcloud.Spec.Resources))
            return SubmitOutcome.TooLarge;
        if (!catalog.TryMakeRoom(outbox))
            return SubmitOutcome.TooMany;
        Workbench bench = BenchOf(subcloud);
        var task = new TaskEntry(id, order, now) { Bench = bench };
        catalog.Add(task);
        bench.Add(task);
        TaskRecord.Write(task, outbox);
        NextDeadline = now;
        ownVersion++;
        return SubmitOutcome.Queued;
    }

    /// <summary>Ends a subcloud once its tasks have ended; at once where it has none.</summary>
    public void ReleaseWhenDone(Instant now, Subcloud subcloud, Outbox outbox)
    {
        bool busy = benches.Exists(b => b.Subcloud == subcloud && b.Unfinished > 0);
        if (busy)
            controller.ReleaseLater(subcloud, outbox);
        else
            controller.Release(subcloud, ReasonCode.ByCustomer, outbox);
        NextDeadline = now;
    }

    /// <summary>Ends a task at its customer's word; an ended one stays as it is.</summary>
    public void Cancel(Instant now, TaskEntry task, Outbox outbox)
    {
        if (task.IsEnded)
            return;
        progress.End(now, task, TaskState.Cancelled, ReasonCode.ByCustomer, outbox);
        NextDeadline = now;
    }

    /// <summary>Gives out tasks, sends again what was not answered, gives up what is lost.
    /// </summary>
    public void Tick(Instant now, Outbox outbox)
    {
        if (now < NextDeadline && controllerVersion == controller.Version)
            return;
        for (int i = benches.Count - 1; i >= 0; i--)
        {
            Work(now, benches[i], outbox);
            if (benches[i].Subcloud.IsEnded)
                benches.RemoveAt(i);
        }

        controllerVersion = controller.Version;
        Reschedule(now);
    }

    /// <summary>Takes a machine's report on an attempt.</summary>
    /// <returns>Why the frame is refused, with nothing changed.</returns>
    public Refusal Receive(
        Instant now, in Sender sender, ReadOnlySpan<byte> body, Outbox outbox)
    {
        if (!ReportMessage.TryRead(body, out ReportMessage report))
            return Refusal.BadBody;
        TaskEntry? task = Find(report.Attempt.Task);
        TaskTry? current = task?.Current;
        if (current is null || current.Number != report.Attempt.Number || current.Peer != sender.Id)
        {
            // A zombie: lost and run elsewhere, cancelled, or accepted and not yet dismissed.
            TaskLine.Dismiss(report.Attempt, sender.Address, outbox);
            return Refusal.None;
        }

        current.ResendAt = Instant.Never;
        TakeReport(now, task!, current, report, outbox);
        NextDeadline = now;
        ownVersion++;
        return Refusal.None;
    }

    /// <summary>The shell tells whether a result's files are all here and verified.</summary>
    public void ResultFetched(Instant now, AttemptKey key, bool complete, Outbox outbox)
    {
        TaskEntry? task = Find(key.Task);
        if (task?.Current is not { State: TryState.Exited } current || current.Number != key.Number)
            return;
        if (complete)
            progress.Accept(now, task, outbox);
        else
            progress.Retry(now, task, TryState.Lost, ReasonCode.PeerLost, outbox);
        NextDeadline = now;
    }

    /// <summary>
    /// Takes back a record of an earlier incarnation; a task that had not ended then has been
    /// aborted by the restart.
    /// </summary>
    public void Restore(Instant now, UInt128 id, ReadOnlySpan<byte> record, Outbox outbox)
    {
        TaskEntry? task = TaskRecord.Read(id, record);
        if (task is null)
            return;
        catalog.Add(task);
        if (!task.IsEnded)
            progress.End(now, task, TaskState.Aborted, ReasonCode.FacadeRestarted, outbox);
    }

    private void Work(Instant now, Workbench bench, Outbox outbox)
    {
        if (bench.Subcloud.IsEnded)
            AbortAll(now, bench, outbox);
        CheckRunning(now, bench, outbox);
        Dispatch(now, bench, outbox);
        bool idle = bench is { WasUsed: true, Unfinished: 0 };
        if (idle && bench.Subcloud.State == SubcloudState.Releasing)
            controller.Release(bench.Subcloud, ReasonCode.ByCustomer, outbox);
        else if (idle && bench.Subcloud.Spec.ReleaseWhenIdle)
            controller.Release(bench.Subcloud, ReasonCode.WorkDone, outbox);
    }

    private void TakeReport(
        Instant now, TaskEntry task, TaskTry current, in ReportMessage report, Outbox outbox)
    {
        switch (report.State)
        {
            case AttemptState.Running when current.State == TryState.Assigned:
                current.State = TryState.Running;
                break;
            case AttemptState.Ended when current.State != TryState.Exited:
                progress.TakeEnd(now, task, report, outbox);
                break;
            case AttemptState.RefusedBusy when current.State == TryState.Assigned:
                current.Member!.PausedUntil = now + options.Resend;
                progress.Withdraw(task);
                break;
            case AttemptState.RefusedStale when current.State == TryState.Assigned:
                if (controller.Find(task.Order.Subcloud) is { } subcloud)
                    controller.Lose(now, subcloud, current.Member!, outbox);
                progress.Withdraw(task);
                break;
        }
    }

    private void AbortAll(Instant now, Workbench bench, Outbox outbox)
    {
        foreach (TaskEntry task in bench.Running.ToArray())
            progress.End(now, task, TaskState.Aborted, ReasonCode.SubcloudEnded, outbox);
        for (TaskEntry? task = bench.Peek(); task is not null; task = bench.Peek())
        {
            bench.Take();
            progress.End(now, task, TaskState.Aborted, ReasonCode.SubcloudEnded, outbox);
        }
    }

    private void CheckRunning(Instant now, Workbench bench, Outbox outbox)
    {
        for (int i = bench.Running.Count - 1; i >= 0; i--)
        {
            TaskEntry task = bench.Running[i];
            TaskTry current = task.Current!;
            bool overdue = current.ResendAt != Instant.Never
                && now - current.StartedAt > AssignSends * options.Resend;
            if (!Workbench.IsUsable(current.Member!) || overdue)
                progress.Retry(now, task, TryState.Lost, ReasonCode.PeerLost, outbox);
            else if (now >= current.ResendAt)
                progress.Assign(now, task, outbox);
        }
    }

    private void Dispatch(Instant now, Workbench bench, Outbox outbox)
    {
        while (bench.Peek() is { } task)
        {
            Member? member = bench.FindRoom(now, task.Order.Resources);
            if (member is null)
                return;
            bench.Take();
            progress.Begin(now, task, member, outbox);
        }
    }

    private Workbench BenchOf(Subcloud subcloud)
    {
        Workbench? bench = benches.Find(b => b.Subcloud == subcloud);
        if (bench is null)
            benches.Add(bench = new Workbench(subcloud));
        return bench;
    }

    private void Reschedule(Instant now)
    {
        NextDeadline = Instant.Never;
        foreach (Workbench bench in benches)
        {
            foreach (TaskEntry task in bench.Running)
                NextDeadline = Instant.Min(NextDeadline, task.Current!.ResendAt);
            if (bench.Peek() is not null)
                NextDeadline = Instant.Min(NextDeadline, now + options.Resend);
        }
    }
}
