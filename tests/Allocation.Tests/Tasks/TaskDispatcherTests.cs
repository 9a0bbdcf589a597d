using P2PCS.Allocation.Attempts;
using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;

namespace P2PCS.Allocation.Tests.Tasks;

public sealed class TaskDispatcherTests
{
    private static readonly Resources Share = new(500, 256);

    private readonly Cloud cloud = new(3);
    private readonly Subcloud subcloud;

    public TaskDispatcherTests()
    {
        subcloud = cloud.Create(3, 1);
        cloud.Run(3);
        Assert.Equal(3, subcloud.Ready);
    }

    [Fact]
    public void Every_task_gets_exactly_one_result()
    {
        cloud.RunTime = TimeSpan.FromMilliseconds(300);
        TaskEntry[] tasks = [.. Enumerable.Range(1, 50).Select(Submit)];
        cloud.Run(10);
        Assert.All(tasks, task => Assert.Equal(TaskState.Succeeded, task.State));
        Assert.All(tasks, task => Assert.Equal(0, task.ExitCode));
        Assert.All(tasks, task => Assert.Single(task.Tries));
        Assert.Equal(50, cloud.Fetches.Select(fetch => fetch.Attempt.Task).Distinct().Count());
        Assert.Equal(50, cloud.Fetches.Count);
        Assert.All(
            cloud.Machines.Values,
            machine => Assert.All(machine.Attempts.Attempts, a => Assert.True(a.Dismissed)));
    }

    [Fact]
    public void Members_take_no_more_tasks_than_fit()
    {
        for (int i = 1; i <= 20; i++)
            Submit(i);
        cloud.Run(0.1);
        Assert.Equal(6, cloud.Dispatcher.Tasks.Count(t => t.State == TaskState.Running));
        Assert.All(cloud.Machines.Values, m => Assert.Equal(2, m.Attempts.Attempts.Count));
    }

    [Fact]
    public void A_tasks_exit_code_is_its_result()
    {
        TaskEntry task = Submit(1);
        cloud.Run(0.1);
        MachineOf(task).End(KeyOf(task), exit: 7);
        cloud.Run(0.1);
        Assert.Equal((TaskState.Failed, 7), (task.State, task.ExitCode));
        Assert.Equal(ReasonCode.None, task.Reason);
    }

    [Fact]
    public void A_lost_members_task_runs_again_elsewhere_and_its_ghost_is_dismissed()
    {
        TaskEntry task = Submit(1);
        cloud.Run(0.1);
        Machine lost = MachineOf(task);
        cloud.Silence(lost.Number);
        cloud.Believe(lost.Number, PeerState.Unreachable);
        cloud.Run(0.1);
        Assert.Equal(2, task.Tries.Count);
        Assert.Equal(TryState.Lost, task.Tries[0].State);
        Assert.NotEqual(task.Tries[0].Peer, task.Tries[1].Peer);
        cloud.Heal(lost.Number);
        lost.End(new AttemptKey(1, 1), exit: 3);
        cloud.Run(1);
        Assert.True(lost.Attempts.Attempts[0].Dismissed);
        Assert.Equal(TaskState.Running, task.State);
        MachineOf(task).End(KeyOf(task));
        cloud.Run(0.1);
        Assert.Equal((TaskState.Succeeded, 0), (task.State, task.ExitCode));
    }

    [Fact]
    public void A_task_is_tried_as_often_as_the_limit_says()
    {
        TaskEntry task = Submit(1);
        for (int i = 0; i < Limits.Attempts; i++)
        {
            cloud.Run(3);
            Assert.Equal(TaskState.Running, task.State);
            MachineOf(task).End(KeyOf(task), AttemptOutcome.Unstartable);
        }

        cloud.Run(3);
        Assert.Equal(TaskState.Failed, task.State);
        Assert.Equal(ReasonCode.AttemptsExhausted, task.Reason);
        Assert.Equal(Limits.Attempts, task.Tries.Count);
        Assert.All(subcloud.Members, member => Assert.Equal(default, member.Used));
    }

    [Theory]
    [InlineData(AttemptOutcome.TimedOut, ReasonCode.TimedOut)]
    [InlineData(AttemptOutcome.OutputLimit, ReasonCode.OutputLimit)]
    public void A_limit_that_was_hit_fails_the_task(AttemptOutcome outcome, ReasonCode reason)
    {
        TaskEntry task = Submit(1);
        cloud.Run(0.1);
        MachineOf(task).End(KeyOf(task), outcome);
        cloud.Run(0.1);
        Assert.Equal((TaskState.Failed, reason), (task.State, task.Reason));
        Assert.Null(task.ExitCode);
    }

    [Fact]
    public void A_result_that_cannot_be_fetched_means_another_try()
    {
        TaskEntry task = Submit(1);
        cloud.Run(0.1);
        MachineOf(task).End(KeyOf(task));
        cloud.Run(0.001);
        Assert.Equal(TaskState.Publishing, task.State);
        cloud.Dispatcher.ResultFetched(cloud.Now, KeyOf(task), complete: false, cloud.Outbox);
        cloud.Run(0.1);
        Assert.Equal(TaskState.Running, task.State);
        Assert.Equal(2, task.Tries.Count);
    }

    [Fact]
    public void A_cancelled_task_is_stopped_where_it_runs()
    {
        TaskEntry running = Submit(1);
        cloud.Run(0.1);
        Machine machine = MachineOf(running);
        cloud.Dispatcher.Cancel(cloud.Now, running, cloud.Outbox);
        cloud.Run(0.1);
        Assert.Equal(TaskState.Cancelled, running.State);
        Assert.Equal(AttemptState.Ended, machine.Attempts.Attempts[0].State);
        Assert.All(subcloud.Members, member => Assert.Equal(default, member.Used));
    }

    [Fact]
    public void A_cancelled_task_that_waits_is_never_given_out()
    {
        TaskEntry[] tasks = [.. Enumerable.Range(1, 7).Select(Submit)];
        cloud.Run(0.1);
        Assert.Equal(TaskState.Queued, tasks[6].State);
        cloud.Dispatcher.Cancel(cloud.Now, tasks[6], cloud.Outbox);
        cloud.Dispatcher.Cancel(cloud.Now, tasks[0], cloud.Outbox);
        cloud.Run(0.1);
        Assert.Empty(tasks[6].Tries);
    }

    [Fact]
    public void The_end_of_the_subcloud_aborts_what_has_not_ended()
    {
        TaskEntry[] tasks = [.. Enumerable.Range(1, 10).Select(Submit)];
        cloud.Run(0.1);
        cloud.Controller.Release(subcloud, ReasonCode.ByCustomer, cloud.Outbox);
        cloud.Run(0.1);
        Assert.All(tasks, task => Assert.Equal(TaskState.Aborted, task.State));
        Assert.All(tasks, task => Assert.Equal(ReasonCode.SubcloudEnded, task.Reason));
        Assert.Equal(Instant.Never, cloud.Dispatcher.NextDeadline);
        Assert.Equal(
            SubmitOutcome.SubcloudEnded,
            cloud.Dispatcher.Submit(cloud.Now, 99, Order(), cloud.Outbox));
    }

    [Fact]
    public void A_busy_machine_is_left_alone_for_a_while_and_the_refused_try_leaves_no_trace()
    {
        foreach (Machine machine in cloud.Machines.Values)
        {
            Fence fence = machine.Ledger.Leases[0].Fence;
            machine.Assign(Cloud.Customer, new AttemptKey(500, 1), fence, new Resources(1000, 1));
            machine.Outbox.Clear();
        }

        TaskEntry task = Submit(1);
        cloud.Run(0.2);
        Assert.Equal(TaskState.Queued, task.State);
        Assert.Empty(task.Tries);
        int assigned = cloud.Sent.Count(sent => sent.Kind == MessageKind.Assign);
        Assert.Equal(3, assigned);
        foreach (Machine machine in cloud.Machines.Values)
            machine.End(new AttemptKey(500, 1));
        cloud.Run(1);
        Assert.Equal(TaskState.Running, task.State);
    }

    [Fact]
    public void A_stale_lease_loses_the_member_and_the_task_goes_elsewhere()
    {
        Machine first = cloud.Machines[(int)subcloud.Members[0].Peer.Hash.D];
        first.Ledger.Close(first.Outbox);
        TaskEntry[] tasks = [.. Enumerable.Range(1, 3).Select(Submit)];
        cloud.Run(1);
        Assert.All(tasks, task => Assert.Equal(TaskState.Running, task.State));
        Assert.Equal(MemberState.Lost, subcloud.Members[0].State);
    }

    [Fact]
    public void An_assignment_that_nobody_answers_is_given_up()
    {
        cloud.Silence(1);
        cloud.Silence(2);
        cloud.Silence(3);
        TaskEntry task = Submit(1);
        cloud.Run(3.3);
        Assert.Equal(2, task.Tries.Count);
        Assert.Equal(TryState.Lost, task.Tries[0].State);
    }

    [Fact]
    public void Submitting_is_refused_with_a_reason_and_repeating_it_changes_nothing()
    {
        var none = new TaskOrder(99, default, Share);
        Assert.Equal(SubmitOutcome.NoSubcloud, SubmitAs(1, none));
        var large = new TaskOrder(1, default, new Resources(1001, 1));
        Assert.Equal(SubmitOutcome.TooLarge, SubmitAs(1, large));
        Submit(1);
        Assert.Equal(SubmitOutcome.Queued, SubmitAs(1, Order()));
        Assert.Single(cloud.Dispatcher.Tasks);
    }

    [Fact]
    public void A_subcloud_made_for_its_tasks_ends_with_the_last_of_them()
    {
        var spec = new SubcloudSpec(
            40, null, 1, 1, Share, TimeSpan.FromHours(1), TimeSpan.FromSeconds(5), true);
        cloud.Controller.Create(cloud.Now, spec, cloud.Outbox);
        cloud.RunTime = TimeSpan.FromMilliseconds(100);
        SubmitAs(1, Order() with { Subcloud = 40 });
        SubmitAs(2, Order() with { Subcloud = 40 });
        cloud.Run(3);
        Subcloud made = cloud.Controller.Find(40)!;
        Assert.Equal((SubcloudState.Released, ReasonCode.WorkDone), (made.State, made.Reason));
        Assert.All(cloud.Dispatcher.Tasks, t => Assert.Equal(TaskState.Succeeded, t.State));
    }

    private static TaskOrder Order() => new(1, new Digest(5, 5, 5, 5), Share);

    private TaskEntry Submit(int number)
    {
        Assert.Equal(SubmitOutcome.Queued, SubmitAs(number, Order()));
        return cloud.Dispatcher.Find((UInt128)number)!;
    }

    private SubmitOutcome SubmitAs(int number, TaskOrder order) =>
        cloud.Dispatcher.Submit(cloud.Now, (UInt128)number, order, cloud.Outbox);

    private Machine MachineOf(TaskEntry task) =>
        cloud.Machines[(int)task.Tries[^1].Peer.Hash.D];

    private static AttemptKey KeyOf(TaskEntry task) => new(task.Id, task.Tries[^1].Number);
}
