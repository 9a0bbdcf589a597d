using P2PCS.Host.Cli;
using P2PCS.Host.Rest.Bodies;
using P2PCS.Host.Tests.Workloads;

namespace P2PCS.Host.Tests.EndToEnd;

[Collection("end to end")]
public sealed class LiveLeaseTests(SharedCloud shared)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [SandboxFact]
    public async Task Two_facades_never_lease_more_than_the_machines_offer()
    {
        LivePeer[] facades = [shared.Cloud[0], shared.Cloud[1]];
        for (int round = 0; round < 4; round++)
        {
            var request = new SubcloudRequest(3, 1, StartWithin: "1s");
            SubcloudBody?[] made = await Task.WhenAll(
                facades.Select(facade => TryCreateAsync(facade, request)));
            Assert.InRange(made.Sum(subcloud => subcloud?.Ready ?? 0), 1, 3);
            foreach (LivePeer peer in shared.Cloud.Peers)
            {
                SelfBody self = await peer.SelfAsync();
                Assert.True(self.Leases.Sum(l => l.Resources.Cpu) <= self.Resources.Cpu);
            }

            for (int i = 0; i < 2; i++)
            {
                if (made[i] is { } subcloud)
                    await facades[i].Client.ReleaseSubcloudAsync(subcloud.Id, None);
            }

            await shared.Cloud.FreeAsync(12);
        }
    }

    [SandboxFact]
    public async Task A_subcloud_with_fewer_members_than_wanted_is_degraded_and_says_why()
    {
        SubcloudBody made = (await shared.Facade.Client.CreateSubcloudAsync(
            new SubcloudRequest(5, 2), TimeSpan.FromSeconds(20), None)).Body;
        Assert.Equal(("degraded", 3, 3), (made.State, made.Ready, made.Members.Count));
        Assert.NotEmpty(made.Reason!.Message);
        await shared.Facade.Client.ReleaseSubcloudAsync(made.Id, None);
        await shared.Cloud.FreeAsync(2);
    }

    [SandboxFact]
    public async Task The_end_of_its_time_frees_a_subcloud_and_aborts_its_tasks()
    {
        SubcloudBody made = (await shared.Facade.Client.CreateSubcloudAsync(
            new SubcloudRequest(1, Ttl: "2s"), TimeSpan.FromSeconds(20), None)).Body;
        TaskBody task = (await shared.Facade.Client.SubmitAsync(
            new TaskRequest(["sleep", "100"], made.Id), None)).Body;
        task = (await shared.Facade.Client.TaskAsync(task.Id, TimeSpan.FromSeconds(20), None)).Body;
        Assert.Equal(("aborted", "ttl-ended"), (task.State, task.Reason?.Code));
        made = (await shared.Facade.Client.SubcloudAsync(made.Id, None)).Body;
        Assert.Equal(("expired", "ttl-ended"), (made.State, made.Reason?.Code));
        await shared.Cloud.FreeAsync(5);
    }

    private static async Task<SubcloudBody?> TryCreateAsync(LivePeer at, SubcloudRequest request)
    {
        try
        {
            return (await at.Client.CreateSubcloudAsync(
                request, TimeSpan.FromSeconds(20), None)).Body;
        }
        catch (CliException refused) when (refused.ExitCode == ExitCodes.NoCapacity)
        {
            return null;
        }
    }
}
