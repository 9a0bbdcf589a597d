using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Leases;
using P2PCS.Allocation.Subclouds;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tasks;

/// <summary>Moves tasks and their tries from state to state: nothing else changes them.</summary>
/// <param name="options">Parameters of leases; their resend time is used for assignments.</param>
internal sealed class TaskProgress(LeaseOptions options)
{
    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Gives a task to a member with room.</summary>
    public void Begin(Instant now, TaskEntry task, Member member, Outbox outbox)
    {
        task.Bench!.Running.Add(task);
        member.Used += task.Order.Resources;
        task.State = TaskState.Running;
        task.Current = new TaskTry(++task.Numbered, member.Peer, now) { Member = member };
        task.History.Add(task.Current);
        Version++;
        Assign(now, task, outbox);
    }

    /// <summary>Sends the assignment of the try under way, again if need be.</summary>
    public void Assign(Instant now, TaskEntry task, Outbox outbox)
    {
        TaskTry current = task.Current!;
        current.ResendAt = now + options.Resend;
        TaskLine.Assign(task, current, outbox);
    }

    /// <summary>A try ended on its machine: fetch its result, or try elsewhere.</summary>
    public void TakeEnd(
        Instant now, TaskEntry task, in ReportMessage report, Outbox outbox)
    {
        TaskTry current = task.Current!;
        current.Outcome = report.Outcome;
        current.ExitCode = report.ExitCode;
        current.Result = report.Result;
        if (report.Outcome is AttemptOutcome.Unstartable or AttemptOutcome.Killed)
        {
            current.Member!.PausedUntil = now + (8 * options.Resend);
            Retry(now, task, TryState.Refused, ReasonCode.Unstartable, outbox);
            return;
        }

        current.State = TryState.Exited;
        task.State = TaskState.Publishing;
        current.Member!.Used -= task.Order.Resources;
        Version++;
        outbox.Do(new WorkRequest(
            WorkKind.FetchResult,
            report.Attempt,
            current.Peer,
            current.Member.Address,
            report.Result));
    }

    /// <summary>The result of the try under way is here: it is the task's.</summary>
    public void Accept(Instant now, TaskEntry task, Outbox outbox)
    {
        TaskTry current = task.Current!;
        bool exited = current.Outcome == AttemptOutcome.Exited;
        task.ExitCode = exited ? current.ExitCode : null;
        task.Result = current.Result;
        Close(task, TryState.Accepted, now, outbox);
        ReasonCode reason = current.Outcome switch
        {
            AttemptOutcome.TimedOut => ReasonCode.TimedOut,
            AttemptOutcome.OutputLimit => ReasonCode.OutputLimit,
            _ => ReasonCode.None,
        };
        bool right = exited && current.ExitCode == 0;
        End(now, task, right ? TaskState.Succeeded : TaskState.Failed, reason, outbox);
    }

    /// <summary>The try came to nothing: the task goes back to the front, unless it was tried
    /// enough.</summary>
    public void Retry(
        Instant now, TaskEntry task, TryState how, ReasonCode reason, Outbox outbox)
    {
        TaskTry lost = task.Current!;
        Close(task, how, now, outbox);
        outbox.Tell(new NodeEvent(NodeEventKind.AttemptLost, lost.Peer, task.Id, lost.Number));
        if (task.History.Count >= Limits.Attempts)
        {
            End(now, task, TaskState.Failed, ReasonCode.AttemptsExhausted, outbox);
            return;
        }

        Requeue(task);
        task.Reason = reason;
    }

    /// <summary>The try never began on the machine: it leaves no trace.</summary>
    public void Withdraw(TaskEntry task)
    {
        TaskTry current = task.Current!;
        current.Member!.Used -= task.Order.Resources;
        task.History.Remove(current);
        task.Current = null;
        Requeue(task);
    }

    /// <summary>Moves a task to a final state, whatever it is at.</summary>
    public void End(
        Instant now, TaskEntry task, TaskState state, ReasonCode reason, Outbox outbox)
    {
        if (task.Current is not null)
            Close(task, TryState.Cancelled, now, outbox);
        task.State = state;
        task.Reason = reason;
        task.EndedAt = now;
        task.Bench?.Running.Remove(task);
        task.Bench?.Finished();
        Version++;
        TaskRecord.Write(task, outbox);
        outbox.Tell(new NodeEvent(
            NodeEventKind.TaskState, PeerId.None, task.Id, (long)task.State));
    }

    private void Requeue(TaskEntry task)
    {
        task.Bench!.Running.Remove(task);
        task.Bench.Return(task);
        task.State = TaskState.Queued;
        Version++;
    }

    private static void Close(TaskEntry task, TryState how, Instant now, Outbox outbox)
    {
        TaskTry current = task.Current!;
        if (current.State != TryState.Exited)
            current.Member!.Used -= task.Order.Resources;
        current.State = how;
        current.EndedAt = now;
        task.Current = null;
        TaskLine.Dismiss(
            new AttemptKey(task.Id, current.Number), current.Member!.Address, outbox);
    }
}
