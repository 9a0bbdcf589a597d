using P2PCS.Allocation.Subclouds;
using P2PCS.Allocation.Tasks;
using P2PCS.Membership.Peers;
using P2PCS.Protocol;
using P2PCS.Protocol.Wire;
using P2PCS.Simulation.Engine;
using P2PCS.Simulation.Network;
using P2PCS.Simulation.Swarms;
using P2PCS.Tests;

namespace P2PCS.Simulation.Tests;

public sealed class EventEngineTests
{
    [Fact]
    public void One_seed_gives_one_history()
    {
        SwarmResult once = Swarm.Run(Seed.Value);
        SwarmResult again = Swarm.Run(Seed.Value);
        SwarmResult other = Swarm.Run(Seed.Value + 1);

        Assert.Equal(once, again);
        Assert.NotEqual(once.Statistics.History, other.Statistics.History);
    }

    [Fact]
    public void In_a_cloud_of_twenty_all_know_all_within_thirty_cycles()
    {
        var cloud = new Cloud(20, Seed.Value);

        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.AllKnowAll(cloud.Engine));
        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.OneOverlay(cloud.Engine));
    }

    [Fact]
    public void A_long_frame_arrives_once_although_datagrams_are_lost()
    {
        var cloud = new Cloud(2, Seed.Value);
        cloud.Pass(Cloud.Cycle * 30);
        cloud.Engine.Links.Options = new LinkOptions { Loss = 0.5, Duplication = 1 };
        for (int i = 0; i < 20; i++)
        {
            cloud.Engine.Step(cloud.Engine.Nodes[0], (_, _, outbox) =>
            {
                WireWriter body = outbox.Open(40_000);
                body.Bytes(new byte[40_000]);
                outbox.Send(cloud.Engine.Nodes[1].Address, (MessageKind)63, body);
            });
        }

        cloud.Pass(TimeSpan.FromSeconds(10));

        // No kernel takes it; half to the fifth of them are given up.
        Assert.InRange(cloud[1].Refusals[(int)Refusal.UnknownKind], 15, 20);
    }

    [Fact]
    public void A_killed_node_is_unreachable_for_all_and_gone_from_every_view()
    {
        var cloud = new Cloud(12, Seed.Value);
        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.AllKnowAll(cloud.Engine));

        cloud.Engine.Crash(cloud.Engine.Nodes[4], CrashPoint.BetweenSteps);

        TimeSpan bound = SwarmProfile.Local.Liveness.Silence + (10 * Cloud.Cycle);
        cloud.Await(bound + bound, () => Cloud.Until(
            Enumerable.Range(0, 12).All(
                i => i == 4 || cloud.StateOf(i, 4) == PeerState.Unreachable),
            "node 4 is not unreachable for all"));
        cloud.Await(10 * Cloud.Cycle, () => LivenessRules.OneOverlay(cloud.Engine));
    }

    [Fact]
    public void A_stopped_node_is_known_to_have_left_at_once()
    {
        var cloud = new Cloud(6, Seed.Value);
        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.AllKnowAll(cloud.Engine));

        cloud.Engine.Stop(cloud.Engine.Nodes[2]);
        cloud.Pass(Cloud.Cycle / 10);

        Assert.Equal(PeerState.Left, cloud.StateOf(0, 2));
        cloud.Engine.Start(cloud.Engine.Nodes[2], [0]);
        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.AllKnowAll(cloud.Engine));
    }

    [Fact]
    public void A_subcloud_of_five_runs_all_its_tasks_and_gives_its_machines_back()
    {
        var cloud = new Cloud(8, Seed.Value);
        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.AllKnowAll(cloud.Engine));
        Subcloud subcloud = cloud.Create(0, 5);
        cloud.Await(TimeSpan.FromSeconds(2), () => Cloud.Until(
            subcloud.State == SubcloudState.Active, "the subcloud is not active"));
        Assert.Equal(5, subcloud.Ready);

        List<TaskEntry> tasks = [];
        for (int i = 0; i < 50; i++)
            tasks.Add(cloud.Submit(0, subcloud));
        cloud.Await(TimeSpan.FromSeconds(30), () => LivenessRules.TasksEnded(cloud.Engine));

        Assert.All(tasks, Oracular);
        Assert.All(tasks, task => Assert.Single(task.Tries));
        cloud.Engine.Step(cloud.Engine.Nodes[0], (live, now, outbox) =>
            live.ReleaseSubcloud(now, subcloud.Spec.Id, outbox));
        cloud.Await(TimeSpan.FromSeconds(1), () => LivenessRules.AllFree(cloud.Engine));
    }

    [Fact]
    public void Tasks_of_two_killed_members_run_again_elsewhere()
    {
        var cloud = new Cloud(8, Seed.Value);
        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.AllKnowAll(cloud.Engine));
        Subcloud subcloud = cloud.Create(0, 5);
        cloud.Await(TimeSpan.FromSeconds(2), () => Cloud.Until(
            subcloud.State == SubcloudState.Active, "the subcloud is not active"));
        cloud.Engine.Workload = new WorkloadOptions { Run = TimeSpan.FromSeconds(3) };
        List<TaskEntry> tasks = [];
        for (int i = 0; i < 30; i++)
            tasks.Add(cloud.Submit(0, subcloud));
        cloud.Pass(TimeSpan.FromSeconds(1));

        Kill(cloud, subcloud, 2);
        cloud.Await(TimeSpan.FromMinutes(2), () => LivenessRules.TasksEnded(cloud.Engine));

        Assert.All(tasks, Oracular);
        Assert.Contains(tasks, task => task.Tries.Any(t => t.State == TryState.Lost));
        Assert.Equal(SubcloudState.Active, subcloud.State);
    }

    [Fact]
    public void A_step_that_dies_before_its_records_leaves_nothing_and_one_after_leaves_them()
    {
        var cloud = new Cloud(3, Seed.Value);
        cloud.Await(30 * Cloud.Cycle, () => LivenessRules.AllKnowAll(cloud.Engine));

        cloud.Engine.Crash(cloud.Engine.Nodes[1], CrashPoint.BeforeRecords);
        KilledCreate(cloud, 1);
        Assert.Equal(0, cloud.Engine.Nodes[1].Disk.Count);
        cloud.Engine.Crash(cloud.Engine.Nodes[2], CrashPoint.AfterRecords);
        KilledCreate(cloud, 2);
        Assert.Equal(1, cloud.Engine.Nodes[2].Disk.Count);

        cloud.Engine.Start(cloud.Engine.Nodes[2], [0]);
        Subcloud failed = Assert.Single(cloud[2].Controller.Subclouds);
        Assert.Equal(SubcloudState.Failed, failed.State);
        Assert.Equal(2u, cloud[2].Self.Epoch);
    }

    private static void KilledCreate(Cloud cloud, int node)
    {
        var spec = new SubcloudSpec(
            1, null, 1, 1, new Resources(1, 1), TimeSpan.MaxValue, TimeSpan.MaxValue, false);
        cloud.Engine.Step(cloud.Engine.Nodes[node], (live, now, outbox) =>
            live.CreateSubcloud(now, spec, outbox));
        Assert.Null(cloud.Engine.Nodes[node].Live);
    }

    private static void Kill(Cloud cloud, Subcloud subcloud, int members)
    {
        foreach (Member member in subcloud.Members)
        {
            int machine = EventEngine.IndexOf(member.Address);
            if (machine == 0 || members-- <= 0)
                continue;
            cloud.Engine.Crash(cloud.Engine.Nodes[machine], CrashPoint.BetweenSteps);
        }
    }

    private static void Oracular(TaskEntry task)
    {
        int right = TaskOracle.ExitCodeOf(task.Id);
        Assert.Equal(right == 0 ? TaskState.Succeeded : TaskState.Failed, task.State);
        Assert.Equal(right, task.ExitCode);
        Assert.Equal(TaskOracle.ResultOf(task.Id), task.Result);
        Assert.Single(task.Tries, attempt => attempt.State == TryState.Accepted);
    }
}
